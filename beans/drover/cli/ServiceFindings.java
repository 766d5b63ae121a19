package drover.cli;

import drover.cli.DoctorCommand.Finding;
import drover.config.ConfigurationException;
import drover.config.Secrets;
import drover.config.Settings;
import drover.effect.Refused;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.ticket.LinearApi;
import java.util.List;

/** Whether there are credentials for the services that results go to; nobody is asked there. */
record ServiceFindings(Settings settings, Secrets secrets, Redactor redactor, Clock clock) {

  List<Finding> all() {
    return List.of(github(), linear());
  }

  private Finding github() {
    GithubAccess access =
        new GithubAccess(new GithubHost(settings.github()), secrets, redactor, clock);
    try {
      return access
          .identity()
          .map(who -> new Finding("github", "ok", who + " at " + settings.github().apiUrl(), ""))
          .orElseGet(
              () ->
                  new Finding(
                      "github",
                      "absent",
                      "neither a GitHub App nor GITHUB_TOKEN is set",
                      "for pull requests set one (docs/github.md); without, branches stay here"));
    } catch (Refused e) {
      return new Finding("github", "absent", e.sentence(), "");
    }
  }

  private Finding linear() {
    try {
      return secrets
          .find(LinearApi.KEY)
          .map(key -> new Finding("linear", "ok", LinearApi.KEY + " is set", ""))
          .orElseGet(
              () ->
                  new Finding(
                      "linear",
                      "absent",
                      LinearApi.KEY + " is not set",
                      "for solve-linear-ticket make a key in Linear (docs/tickets.md)"));
    } catch (ConfigurationException e) {
      return new Finding("linear", "absent", String.valueOf(e.getMessage()), "");
    }
  }
}
