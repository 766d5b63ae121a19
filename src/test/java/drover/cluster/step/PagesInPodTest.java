package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages a pod is to look for, and what is made of what it printed about them. */
class PagesInPodTest {
  private static final String PAGE = "drover-page begin public/a b.html\nPGI+YmVhbnM8L2I+\n";
  private static final String WHOLE = PAGE + "drover-page picture\niVBORw==\ndrover-page end\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public/*.html | public/*.html",
        "**/*.html | **/*.html",
        "site/** | site/**",
        "**.html | **/*.html",
        "site/**.html | site/**/*.html"
      })
  void two_stars_reach_into_folders_as_they_do_elsewhere(String configured, String git) {
    assertThat(PagesInPod.asPathspec(configured)).isEqualTo(git);
  }

  @Test
  void alternatives_become_patterns_of_their_own() {
    assertThat(PagesInPod.alternatives("{a,b}/*.{html,htm}"))
        .containsExactly("a/*.html", "a/*.htm", "b/*.html", "b/*.htm");
  }

  @Test
  void a_page_arrives_with_its_picture() {
    PrintedPages printed = PrintedPages.read(WHOLE + WHOLE);
    assertThat(printed.isWhole()).isTrue();
    assertThat(printed.pages()).hasSize(2);
    assertThat(printed.pages().getFirst().path()).isEqualTo("public/a b.html");
    assertThat(new String(printed.pages().getFirst().html())).isEqualTo("<b>beans</b>");
    assertThat(printed.pages().getFirst().picture().orElseThrow()).hasSize(4);
  }

  @Test
  void a_page_without_a_picture_says_what_the_browser_said() {
    PrintedPages printed = PrintedPages.read(PAGE + "drover-page failed 133\nTrace trap\n");
    assertThat(printed.pages().getFirst().failure()).hasValue("no picture, exit 133\nTrace trap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drover-page begin a.html\n",
        PAGE + "drover-page picture\niVBO",
        PAGE + "drover-page end\n",
        WHOLE + "and more\n",
        "something else\n" + WHOLE
      })
  void what_is_cut_off_is_not_whole(String log) {
    assertThat(PrintedPages.read(log).isWhole()).isFalse();
  }
}
