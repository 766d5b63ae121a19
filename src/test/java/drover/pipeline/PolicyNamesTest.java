package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.policy.Finding;
import drover.policy.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file may have any name that git allows: what it holds is found, and shown in one plain line.
 */
class PolicyNamesTest extends PolicyBench {
  private static final int NAMES = 60;
  private static final String SIGNS =
      "ab \t\n\r\"'\\*?[]{}<>|&;$`!#%:,-+@=\u0001\u007f\u00e9\u00ff";

  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "a b.md,            a b.md",
        "d\u00e9j\u00e0.md, d\u00e9j\u00e0.md",
        "it's.md,           it's.md",
        "b/ c /d.md,        b/ c /d.md",
      })
  void a_plain_name_is_shown_as_it_is(String name, String shown) {
    add(name.getBytes(StandardCharsets.UTF_8));

    assertThat(only(Rule.SECRET).file()).isEqualTo(shown);
  }

  @Test
  void a_name_that_is_not_plain_is_shown_as_git_quotes_it() {
    add("new\nline\t\"quoted\" \u202e.md".getBytes(StandardCharsets.UTF_8));

    assertThat(only(Rule.SECRET).file())
        .isEqualTo("\"new\\nline\\t\\\"quoted\\\" \\342\\200\\256.md\"");
  }

  @Test
  void a_name_that_is_no_text_is_shown_by_its_bytes() {
    add(new byte[] {'x', (byte) 0xff, (byte) 0xfe, '.', 'm', 'd'});

    assertThat(only(Rule.SECRET).file()).isEqualTo("\"x\\377\\376.md\"");
  }

  @Test
  void a_name_that_looks_like_a_part_of_a_patch_is_only_a_name() {
    add("+++ b/harmless.md\ndiff --git a/x b/x\n@@ -0,0 +1 @@".getBytes(StandardCharsets.UTF_8));

    assertThat(only(Rule.SECRET).line()).isEqualTo(1);
  }

  @Test
  void text_that_looks_like_a_part_of_a_patch_is_only_text() {
    commit(
        "a.md",
        "x\n+++ b/harmless.md\n@@ -1,3 +1,9 @@\ndiff --git a/b b/b\n--- a/c\n"
            + workspace.baseSha()
            + "\n\\ No newline at end of file\n"
            + SECRET
            + "\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "a.md", 8));
  }

  /** In one commit, because git is slow; the rule of paths finds each of them by itself. */
  @Test
  void no_name_is_missed() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    yaml = "{drover: {policy: {paths: [nowhere]}}}";
    for (int i = 0; i < NAMES; i++) {
      stage((i + randomName(random)).getBytes(StandardCharsets.ISO_8859_1));
    }
    git("commit", "-qm", "Names");

    List<Finding> findings = judge().findings();
    assertThat(findings)
        .as("seed %d", seed)
        .filteredOn(found -> found.rule() == Rule.SECRET)
        .hasSize(NAMES);
    assertThat(findings)
        .as("seed %d", seed)
        .filteredOn(found -> found.rule() == Rule.PATH)
        .hasSize(NAMES)
        .allSatisfy(found -> assertThat(found.inWords()).doesNotContain("\n", "\r", "\t"));
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      name.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return name.toString();
  }

  private void add(byte[] name) {
    stage(name);
    git("commit", "-qm", "Add");
  }

  /** Through a list that git reads: neither Java nor a shell can name such files. */
  private void stage(byte[] name) {
    try {
      Path text = Files.writeString(workspace.directory().resolve("../text"), SECRET + "\n");
      String blob =
          Blog.gitIn(workspace.directory(), "hash-object", "-w", text.toRealPath().toString());
      Path list = workspace.directory().resolve("../list");
      byte[] head = ("100644 " + blob + "\t").getBytes(StandardCharsets.US_ASCII);
      byte[] entry = new byte[head.length + name.length + 1];
      System.arraycopy(head, 0, entry, 0, head.length);
      System.arraycopy(name, 0, entry, head.length, name.length);
      Files.write(list, entry);
      Process git =
          new ProcessBuilder("git", "update-index", "-z", "--index-info")
              .directory(workspace.directory().toFile())
              .redirectInput(list.toFile())
              .start();
      assertThat(git.waitFor()).isZero();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
