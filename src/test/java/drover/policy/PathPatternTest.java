package drover.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths, and which names of branches, a pattern means. */
class PathPatternTest {
  @ParameterizedTest(name = "{0} means {1}")
  @CsvSource({
    "main,                  main",
    "main,                  MAIN",
    "release/**,            release/1.2",
    "release/**,            release/1.2/hotfix",
    "release/**,            release",
    ".github/workflows/**,  .github/workflows/ci.yml",
    ".github/workflows/**,  .github/workflows/deep/er.yml",
    ".github/workflows/**,  .github/workflows",
    ".github/workflows/**,  .GitHub/Workflows/ci.yml",
    "**/Jenkinsfile,        Jenkinsfile",
    "**/Jenkinsfile,        a/b/Jenkinsfile",
    "azure-pipelines.y*ml,  azure-pipelines.yaml",
    "azure-pipelines.y*ml,  azure-pipelines.yml",
    "posts/*.md,            posts/a.md",
    "po?ts/**,              posts/a/b.md",
  })
  void it_means(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest(name = "{0} does not mean {1}")
  @CsvSource({
    "main,                  domain",
    "main,                  main/x",
    "main,                  agent/publisher-1",
    "release/**,            released",
    ".github/workflows/**,  xgithub/workflows/ci.yml",
    ".github/workflows/**,  docs/.github/workflows/ci.yml",
    "**/Jenkinsfile,        xJenkinsfile",
    "posts/*.md,            posts/a/b.md",
    "posts/*.md,            posts/amd",
    "a[b]c,                 abc",
  })
  void it_does_not_mean(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isFalse();
  }

  @Property(tries = 300)
  void any_name_below_a_folder_is_meant(@ForAll String name) {
    assertThat(new PathPattern("folder/**").matches("folder/" + name)).isTrue();
    assertThat(new PathPattern("**").matches(name)).isTrue();
  }

  @Property(tries = 300)
  void a_pattern_without_stars_means_itself_whatever_signs_it_has(@ForAll String name) {
    String plain = name.replace('*', '+').replace('?', '.');

    assertThat(new PathPattern(plain).matches(plain)).isTrue();
    assertThat(new PathPattern(plain).matches(plain + "x")).isFalse();
  }
}
