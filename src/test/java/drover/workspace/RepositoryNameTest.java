package drover.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  @ParameterizedTest
  @CsvSource({
    "acme/site, https://github.com/acme/site",
    "https://git.example.com/a/b.git, https://git.example.com/a/b.git",
    "git@github.com:acme/site.git, git@github.com:acme/site.git",
    "/srv/repositories/site, /srv/repositories/site"
  })
  void a_name_from_outside_is_a_url_or_an_absolute_path(String name, String meant) {
    assertThat(RepositoryName.parse(name)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "site",
        "../etc",
        "a/b/c",
        "-x/y",
        "--upload-pack=x",
        "ext::sh -c id",
        "https://me:secret@example.com/a/b",
        "https://example.com/a b",
        "https://example.com/a\nb",
        "/srv/\0"
      })
  void anything_else_is_none(String name) {
    assertThat(RepositoryName.parse(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/site.git, acme/site",
    "https://github.com/acme/site, acme/site",
    "git@github.com:acme/site.git, acme/site",
    "ssh://git@github.com/acme/site.git, acme/site"
  })
  void owner_and_name_are_read_from_the_url_of_a_host(String url, String name) {
    assertThat(RepositoryName.ownerAndName(url)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/srv/acme/site", "https://github.com/site", "https://github.com/a/b/c"})
  void other_forms_have_none(String url) {
    assertThat(RepositoryName.ownerAndName(url)).isEmpty();
  }
}
