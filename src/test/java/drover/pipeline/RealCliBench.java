package drover.pipeline;

import drover.claude.RealClaudeCli;
import drover.claude.ScriptedMessagesApi;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A factory that runs the real CLI against a scripted API, and the repository it works for. */
record RealCliBench(Blog blog, ScriptedMessagesApi api, FactoryBench factory, PublisherScript says)
    implements AutoCloseable {

  static RealCliBench in(Path folder) throws IOException {
    ScriptedMessagesApi api = ScriptedMessagesApi.start();
    FactoryBench factory =
        new FactoryBench(folder)
            .with("CLAUDE_CODE_OAUTH_TOKEN", FactoryBench.TOKEN)
            .with("DROVER_CLAUDE_COMMAND", RealClaudeCli.path().toString())
            .with("DROVER_CLAUDE_API_URL", api.baseUrl())
            .with("DROVER_CLAUDE_MAX_RETRIES", "1");
    PublisherScript says = new PublisherScript(api, factory.workspace());
    return new RealCliBench(Blog.in(folder), api, factory, says);
  }

  RunDocument publish(String prompt) {
    return factory.run(FactoryBench.task("publisher", prompt, Map.of(), blog));
  }

  String branch() {
    return factory.record().branch().orElseThrow();
  }

  @Override
  public void close() {
    factory.close();
    api.close();
    api.verifyNothingUnexpected();
  }
}
