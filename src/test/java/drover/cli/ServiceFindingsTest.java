package drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cli.DoctorCommand.Finding;
import drover.config.Configuration;
import drover.config.Secrets;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What doctor says of the services that results go to, without asking them anything. */
class ServiceFindingsTest {

  @Test
  void without_credentials_both_are_absent_and_the_mend_says_what_they_are_for() {
    assertThat(findings(Map.of())).extracting(Finding::state).containsOnly("absent");
    assertThat(findings(Map.of()))
        .extracting(Finding::mend)
        .satisfiesExactly(
            github -> assertThat(github).contains("for pull requests", "docs/github.md"),
            linear -> assertThat(linear).contains("solve-linear-ticket", "docs/tickets.md"));
  }

  @Test
  void credentials_are_named_and_never_shown() {
    Map<String, String> both =
        Map.of("GITHUB_TOKEN", "s3cret-of-github", "LINEAR_API_KEY", "s3cret-of-linear");
    assertThat(findings(both)).extracting(Finding::state).containsOnly("ok");
    assertThat(findings(both).toString())
        .contains("GITHUB_TOKEN at https://api.github.com", "LINEAR_API_KEY is set")
        .doesNotContain("s3cret");
  }

  @Test
  void a_part_of_an_app_is_told_by_what_is_missing() {
    assertThat(findings(Map.of("GITHUB_APP_ID", "4711")).getFirst().detail())
        .contains("GITHUB_APP_PRIVATE_KEY and GITHUB_INSTALL_ID are missing");
  }

  private static List<Finding> findings(Map<String, String> environment) {
    Redactor redactor = new Redactor(environment);
    return new ServiceFindings(
            Configuration.load(Optional.empty(), Map.of()).settings(),
            new Secrets(environment, redactor),
            redactor,
            Clock.system())
        .all();
  }
}
