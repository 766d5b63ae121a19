package drover.factory;

import drover.config.Configuration;
import drover.dispatch.Explanation;
import drover.github.poll.IssueExplanation;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.redact.Redactor;
import drover.task.Mode;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** The gates alone, for a process that executes nothing and only asks why. */
public final class AdmissionDesk implements AutoCloseable {
  private static final List<String> ROUTES = List.of("admission", "issue-gates");

  private final Main camel;
  private final Parts parts;
  private final ProducerTemplate routes;

  private AdmissionDesk(Main camel, Parts parts) {
    this.camel = camel;
    this.parts = parts;
    this.routes = camel.getCamelContext().createProducerTemplate();
  }

  /**
   * @param ledger stays the caller's
   */
  public static AdmissionDesk open(
      Site site, Configuration configuration, Ledger ledger, Redactor redactor) {
    Parts parts =
        new Parts(site, configuration, ledger, redactor, InstanceRole.FOREGROUND, Witnesses.NONE);
    Main camel = new Main();
    try {
      Factory.startRoutes(
          configuration,
          camel,
          ROUTES,
          new GateParts(configuration.settings(), ledger, parts, Mode.REAL).forRoutes());
      return new AdmissionDesk(camel, parts);
    } catch (RuntimeException e) {
      close(camel, parts);
      throw e;
    }
  }

  public Explanation explain(OpenRun run) {
    return routes.requestBody("direct:explain-run", run, Explanation.class);
  }

  /**
   * @param issue {@code owner/repo#12}
   * @throws drover.task.InvalidTask when it names none
   */
  public IssueExplanation explainIssue(String issue) {
    try {
      return routes.requestBody("direct:explain-issue", issue, IssueExplanation.class);
    } catch (CamelExecutionException e) {
      throw Factory.unwrapped(e.getExchange().getException());
    }
  }

  @Override
  public void close() {
    close(camel, parts);
  }

  private static void close(Main camel, Parts parts) {
    camel.stop();
    parts.agents().close();
    parts.scratch().close();
  }
}
