package drover.cli;

import drover.config.Secrets;
import drover.config.Settings;
import drover.effect.Unavailable;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.enrol.Enrolment;
import drover.github.enrol.Enrolment.Labels;
import drover.github.enrol.EnrolmentReport;
import drover.github.enrol.Finding;
import drover.ledger.Ledger;
import drover.run.NotRunnable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code enrol}: whether a repository is fit for work with nobody at the keyboard. */
@Command(
    name = "enrol",
    description =
        "Checks what a repository needs before it is worked on unattended, says what is missing, and enrols it.")
final class EnrolCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "OWNER/REPO", description = "A repository on the configured GitHub.")
  private String repository = "";

  @Option(names = "--create-labels", description = "Make the labels that are not there.")
  private boolean createLabels;

  private final Surroundings surroundings;

  EnrolCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Settings settings = surroundings.configuration().settings();
    GithubHost host = new GithubHost(settings.github());
    GithubAccess access =
        new GithubAccess(
            host,
            new Secrets(surroundings.site().environment(), surroundings.redactor()),
            surroundings.redactor(),
            surroundings.clock());
    access.check();
    try (Ledger ledger = Ledger.open(surroundings.site().dataDirectory())) {
      EnrolmentReport report =
          look(new Enrolment(settings, host, access, ledger, surroundings.clock()));
      if (common.json()) {
        surroundings.printJson(report);
      } else {
        print(report);
      }
      return report.enrolled() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private EnrolmentReport look(Enrolment enrolment) {
    try {
      return enrolment.enrol(
          repository, surroundings.user(), createLabels ? Labels.CREATE : Labels.LEAVE);
    } catch (Unavailable e) {
      throw new NotRunnable(
          "%s; nothing was changed about %s: try again".formatted(e.reason(), repository));
    }
  }

  private void print(EnrolmentReport report) {
    report.findings().forEach(this::line);
    surroundings.print(
        report.enrolled()
            ? "%s is enrolled".formatted(report.repository())
            : "%s is not enrolled: mend what is missing, then enrol it again"
                .formatted(report.repository()));
  }

  private void line(Finding finding) {
    String mend = finding.mend().isEmpty() ? "" : "; " + finding.mend();
    surroundings.print(
        "%-13s%s  %s%s"
            .formatted(
                finding.name(),
                surroundings.style().state(finding.state().word(), 8),
                Style.oneLine(finding.detail(), 300),
                mend));
  }
}
