package drover.github.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.ConfigurationException;
import drover.config.GithubSettings;
import drover.config.Secrets;
import drover.effect.Refused;
import drover.github.fake.FakeCredentials;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.FakeToken;
import drover.npm.NeedsNode;
import drover.redact.Redactor;
import drover.run.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.github.GHRepository;

/** With which credential GitHub is asked, and what is said when it does not accept it. */
@NeedsNode
class GithubAccessTest {
  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final Redactor redactor = new Redactor(Map.of());
  private final Map<String, String> environment = new HashMap<>();
  private FakeGithub github;
  private FakeRepository site;
  private GithubRepository repository;

  @BeforeEach
  void start() throws IOException {
    github = new FakeGithub(folder, clock);
    site = github.repository("acme/site");
    repository = new GithubRepository("acme", "site", github.cloneUrl(site));
    app(AppKeys.pkcs8());
  }

  @AfterEach
  void stop() {
    assertThat(github.violations()).isEmpty();
    github.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8", "pkcs1", "escaped", "file"})
  void the_key_of_an_app_is_read_in_every_form(String form) throws IOException {
    switch (form) {
      case "pkcs1" -> app(AppKeys.pkcs1());
      case "escaped" -> app(AppKeys.pkcs1().replace("\n", "\\n"));
      case "file" -> {
        environment.remove("GITHUB_APP_PRIVATE_KEY");
        Path file = Files.writeString(folder.resolve("key.pem"), AppKeys.pkcs1());
        environment.put("GITHUB_APP_PRIVATE_KEY_FILE", file.toString());
      }
      default -> app(AppKeys.pkcs8());
    }
    assertThat(access().token(repository, Purpose.CLONE))
        .contains(github.credentials().issued().getLast().value());
  }

  @Test
  void a_token_is_for_one_repository_and_the_permissions_of_the_step() {
    FakeRepository other = github.repository("acme/other");
    GithubAccess access = access();
    for (Purpose purpose : Purpose.values()) {
      access.token(repository, purpose);
    }
    assertThat(github.credentials().issued())
        .extracting(FakeToken::permissions)
        .containsExactly(
            Map.of("contents", "read"),
            Map.of("contents", "write"),
            Map.of("issues", "read", "pull_requests", "read"),
            Map.of("issues", "read"),
            Map.of("checks", "read", "statuses", "read", "deployments", "read"),
            Map.of("actions", "write", "checks", "write"),
            Map.of("pull_requests", "write"),
            Map.of("issues", "write", "pull_requests", "write"));
    assertThat(github.credentials().issued())
        .allSatisfy(token -> assertThat(token.repositories()).hasSize(1));
    assertThat(other.fullName()).isEqualTo("acme/other");
  }

  @Test
  void a_token_is_kept_and_renewed_five_minutes_before_it_expires() {
    GithubAccess access = access();
    String first = access.token(repository, Purpose.PUSH).orElseThrow();
    clock.advance(Duration.ofMinutes(54));
    assertThat(access.token(repository, Purpose.PUSH)).contains(first);
    clock.advance(Duration.ofMinutes(1).plusSeconds(1));
    assertThat(access.token(repository, Purpose.PUSH)).get().isNotEqualTo(first);
    assertThat(github.credentials().issued()).hasSize(2);
  }

  @Test
  void a_token_that_was_revoked_early_is_renewed_once() {
    GithubAccess access = access();
    access.token(repository, Purpose.PULL_REQUEST);
    github.credentials().revokeAll();
    assertThat(access.ask(repository, Purpose.PULL_REQUEST, GHRepository::getName))
        .isEqualTo("site");
  }

  @Test
  void no_token_is_written_in_plain_text() {
    String token = access().token(repository, Purpose.PUSH).orElseThrow();
    assertThat(redactor.redact("token " + token)).isEqualTo("token [redacted]");
  }

  @Test
  void without_an_app_the_token_is_used_and_without_both_none() {
    environment.clear();
    assertThat(access().token(repository, Purpose.PUSH)).isEmpty();
    assertThat(access().hasCredential()).isFalse();
    environment.put("GITHUB_TOKEN", "ghp_of-a-person");
    assertThat(access().token(repository, Purpose.PUSH)).contains("ghp_of-a-person");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GITHUB_APP_ID", "GITHUB_APP_PRIVATE_KEY", "GITHUB_INSTALL_ID"})
  void a_part_of_an_app_is_an_error_that_names_what_is_missing(String missing) {
    environment.remove(missing);
    environment.put("GITHUB_TOKEN", "ghp_of-a-person");
    assertThatThrownBy(() -> access().check())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(missing + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
  void a_key_that_is_none_is_an_error_that_does_not_show_it(String key) {
    app(key);
    assertThatThrownBy(() -> access().check())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("GITHUB_APP_PRIVATE_KEY is ")
        .hasMessageNotContainingAny("hunter2", "AAAA");
  }

  @Test
  void an_installation_that_is_no_number_is_an_error() {
    environment.put("GITHUB_INSTALL_ID", "acme");
    assertThatThrownBy(() -> access().check())
        .hasMessageStartingWith("GITHUB_INSTALL_ID is no number");
  }

  @Test
  void an_app_that_github_does_not_know_is_refused_with_what_to_check() {
    environment.put("GITHUB_APP_ID", "4712");
    assertThat(refusal()).contains("GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY belong together");
  }

  @Test
  void an_installation_that_is_not_there_is_refused() {
    environment.put("GITHUB_INSTALL_ID", "5");
    assertThat(refusal()).contains("GITHUB_INSTALL_ID is an installation of this App");
  }

  @Test
  void a_suspended_installation_is_refused() {
    github.credentials().suspend();
    assertThat(refusal()).contains("has been suspended");
  }

  @Test
  void a_repository_without_the_app_is_refused() {
    repository = new GithubRepository("acme", "elsewhere", github.webUrl() + "/acme/elsewhere.git");
    assertThat(refusal()).contains("the App is installed on acme/elsewhere");
  }

  @Test
  void a_wrong_token_is_refused_by_the_name_of_its_variable() {
    environment.clear();
    environment.put("GITHUB_TOKEN", "ghp_wrong-wrong");
    assertThat(refusal())
        .isEqualTo("GitHub does not accept GITHUB_TOKEN (Bad credentials): renew it");
  }

  @Test
  void a_token_without_the_permission_is_refused_with_its_name() {
    environment.clear();
    environment.put("GITHUB_TOKEN", github.credentials().personal(Map.of("contents", "read")));
    assertThatThrownBy(
            () ->
                access()
                    .ask(
                        repository,
                        Purpose.PULL_REQUEST,
                        here -> here.queryPullRequests().list().toList()))
        .isInstanceOf(Refused.class)
        .hasMessageContainingAll("Resource not accessible", "pull requests (read and write)");
  }

  private String refusal() {
    GithubAccess access = access();
    try {
      return "not refused: " + access.ask(repository, Purpose.PULL_REQUEST, GHRepository::getName);
    } catch (Refused e) {
      return e.sentence();
    }
  }

  private void app(String key) {
    environment.put("GITHUB_APP_ID", FakeCredentials.APP_ID);
    environment.put("GITHUB_APP_PRIVATE_KEY", key);
    environment.put("GITHUB_INSTALL_ID", "" + FakeCredentials.INSTALLATION);
  }

  private GithubAccess access() {
    GithubHost host = new GithubHost(new GithubSettings(github.apiUrl(), List.of()));
    return new GithubAccess(host, new Secrets(environment, redactor), redactor, clock);
  }
}
