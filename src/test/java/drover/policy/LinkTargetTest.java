package drover.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link may point anywhere in the repository, and nowhere else. */
class LinkTargetTest {
  @ParameterizedTest(name = "{0} -> {1} stays inside")
  @CsvSource({
    "link,        posts/a.md",
    "link,        ./posts//a.md",
    "link,        .",
    "a/link,      ../b",
    "a/b/link,    ../../c",
    "a/b/link,    ../../.github",
    "link,        ..hidden",
    "link,        a/.gitignore",
  })
  void stays_inside(String path, String target) {
    assertThat(LinkTarget.problem(path, target)).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1} leads out")
  @CsvSource({
    "link,        /etc/passwd",
    "link,        /",
    "link,        ..",
    "link,        ../x",
    "a/link,      ../../x",
    "a/link,      ./../../x",
    "a/b/link,    ../../../x",
    "link,        a/../../x",
    "link,        a/..",
    "link,        .git/config",
    "a/link,      ../.GIT/hooks",
  })
  void leads_out(String path, String target) {
    assertThat(LinkTarget.problem(path, target)).isPresent();
  }
}
