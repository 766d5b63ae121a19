package drover.github.access;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.GithubSettings;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which repositories are on the configured GitHub, and thereby get its credential. */
class GithubHostTest {
  private static final String COM = "https://api.github.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme/site",
        "https://github.com/acme/site/",
        "https://github.com/acme/site.git",
        "https://GitHub.com:443/acme/site.git",
        "http://github.com/acme/site",
        "git@github.com:acme/site.git",
        "git@github.com:/acme/site",
        "ssh://git@github.com/acme/site.git",
        "ssh://git@ssh.github.com:443/acme/site.git"
      })
  void every_spelling_means_the_same_repository(String url) {
    assertThat(host(COM).repository(url))
        .contains(new GithubRepository("acme", "site", "https://github.com/acme/site.git"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com.evil.example/acme/site",
        "https://evil.example/github.com/acme/site",
        "https://github.com@evil.example/acme/site",
        "https://x:y@github.com/acme/site",
        "https://github.com:8443/acme/site",
        "https://github.com/acme",
        "https://github.com/acme/site/tree/main",
        "https://github.com/acme/..",
        "https://gist.github.com/acme/site",
        "git@evil.example:acme/site.git",
        "file:///github.com/acme/site",
        "/home/ada/github.com/acme/site"
      })
  void what_is_elsewhere_gets_nothing(String url) {
    assertThat(host(COM).repository(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://github.com",
    "https://git.acme.example/api/v3, https://git.acme.example",
    "https://api.acme.ghe.com, https://acme.ghe.com",
    "http://127.0.0.1:8080/api/v3, http://127.0.0.1:8080"
  })
  void repositories_are_beside_the_api(String api, String web) {
    assertThat(host(api).web()).isEqualTo(URI.create(web));
    assertThat(host(api).repository(web + "/acme/site.git")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.github.com/x",
        "https://github.com/x",
        "https://api.github.com:8443/x",
        "https://evil.example/"
      })
  void no_request_leaves_the_host_of_the_api(String target) {
    assertThat(host(COM).owns(URI.create(target))).isFalse();
  }

  private static GithubHost host(String api) {
    return new GithubHost(new GithubSettings(api, List.of()));
  }
}
