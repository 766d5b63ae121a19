package drover.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import drover.rehearsal.Rehearsal.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the build of the sample blog promises. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SampleBlogTest {
  private static final String POST =
      """
      ---
      title: "A \\"quoted\\" & <b>bold</b> \\\\ title"
      slug: trial
      tags: [one, two]
      summary: 'Short'
      ---
      First line
      and second.

      ## Heading with <i>

      - item one
      - [a link](https://example.org/a?b=1&c=2) and [no link](javascript:alert(1))

      > quoted {{content}} {{title}}
      """;

  @TempDir Path directory;

  static List<String> shells() {
    return Rehearsal.shells().toList();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_post_becomes_an_escaped_page_and_an_entry_of_the_index(String shell) throws Exception {
    Rehearsal blog = Rehearsal.in(directory, shell);
    write(blog, "trial", POST);

    assertThat(build(blog, shell).output()).contains("built 3 pages in public/");

    assertThat(blog.read("public/trial.html"))
        .contains(
            "<h1>A &quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt; \\ title</h1>",
            "<p>\nFirst line\nand second.\n</p>",
            "<h2>Heading with &lt;i&gt;</h2>",
            "<ul>\n<li>item one</li>",
            "<a href=\"https://example.org/a?b=1&amp;c=2\">a link</a>",
            "[no link](javascript:alert(1))",
            "<blockquote>\nquoted {{content}} {{title}}\n</blockquote>",
            "one, two");
    assertThat(blog.read("public/index.html"))
        .contains("href=\"trial.html\"", "href=\"hello.html\"", "Short");
    assertThat(blog.git("status", "--porcelain")).isEqualTo("?? posts/trial.md");
  }

  @ParameterizedTest
  @CsvSource({
    "title: , front matter: title is missing",
    "slug: , front matter: slug is missing",
    "summary: , front matter: summary is missing",
    "tags: , front matter: tags is missing",
  })
  void a_missing_key_fails_the_build_and_names_the_file(String key, String message)
      throws Exception {
    Rehearsal blog = Rehearsal.in(directory);
    write(
        blog,
        "trial",
        String.join("\n", POST.lines().filter(line -> !line.startsWith(key.strip())).toList()));

    Turn built = blog.attempt("bin/build");

    assertThat(built.exit()).isEqualTo(1);
    assertThat(built.output()).contains("posts/trial.md: " + message);
  }

  @ParameterizedTest
  @CsvSource({"other, slug must be the file's name", "../../x, slug must be the file's name"})
  void a_slug_that_is_not_the_name_of_the_file_fails_the_build(String slug, String message)
      throws Exception {
    Rehearsal blog = Rehearsal.in(directory);
    write(blog, "trial", POST.replace("slug: trial", "slug: " + slug));

    assertThat(blog.attempt("bin/build").output())
        .contains("posts/trial.md: ", message, "build failed");
  }

  @Test
  void a_post_without_front_matter_fails_the_build() throws Exception {
    Rehearsal blog = Rehearsal.in(directory);
    write(blog, "trial", "just text\n");
    write(blog, "empty", "");

    Turn built = blog.attempt("bin/build");

    assertThat(built.exit()).isEqualTo(1);
    assertThat(built.output())
        .contains("posts/trial.md: front matter", "posts/empty.md: front matter", "2 problem(s)");
  }

  private static Turn build(Rehearsal blog, String shell) {
    List<String> command = new ArrayList<>(List.of(shell.split(" ")));
    command.add("bin/build");
    command.set(0, "/usr/bin/" + command.get(0));
    return blog.attempt(command.toArray(String[]::new));
  }

  private static void write(Rehearsal blog, String name, String text) throws Exception {
    Files.writeString(blog.repository.resolve("posts/" + name + ".md"), text);
  }
}
