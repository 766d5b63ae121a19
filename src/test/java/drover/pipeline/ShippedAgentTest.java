package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository without agents of its own is worked on by those that come with the factory. */
@NeedsRealClaudeCli
class ShippedAgentTest {
  @Test
  void theShippedPublisherLeadsWhereTheRepositoryBringsNone(@TempDir Path folder)
      throws IOException {
    try (RealCliBench bench = RealCliBench.in(folder)) {
      bench.says().whenImplementing().then(bench.says().reportFailing("substance-gate", "No."));

      bench.publish("Write");

      assertThat(bench.api().messageRequests().getFirst().systemPrompt())
          .contains("You are the editor of a technical blog");
      assertThat(bench.factory().workspace().resolve(".claude")).doesNotExist();
    }
  }
}
