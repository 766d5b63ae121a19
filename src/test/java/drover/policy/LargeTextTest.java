package drover.policy;

import static org.assertj.core.api.Assertions.assertThat;

import drover.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text is looked at in pieces; where it is cut nothing gets lost. */
class LargeTextTest {
  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final String SECRET = "gh" + "p_aK9fQ2xR7mT4vB8nC1pL5wZ3sD6gH0jY9eU2";
  private static final int PIECE = 1 << 20;
  private static final int TRIES = 12;
  private static final int LONGEST_PART = 1 << 16;

  private final SecretScan scan = new SecretScan(SecretRules.shipped(), new Redactor(Map.of()));

  @Test
  void a_secret_where_a_long_line_is_cut_is_found() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      int before = PIECE - 1 - random.nextInt(SECRET.length() - 1);
      String text = "x".repeat(before - 1) + " " + SECRET + " " + "y ".repeat(99);

      assertThat(linesFound(text)).as("seed %d, try %d", seed, i).containsOnly(1L);
    }
  }

  @Test
  void a_secret_of_many_lines_where_a_file_is_cut_is_found_in_its_line() {
    String key =
        "-----BEGIN " + "PRIVATE KEY-----\n" + "aK9fQ2xR7mT4vB8nC1pL5wZ3sD6gH0jY\n".repeat(4);
    int before = (PIECE - 40) / 6;

    assertThat(linesFound("words\n".repeat(before) + key)).contains(before + 1L);
  }

  @Test
  void a_secret_across_the_end_of_what_is_looked_at_around_a_keyword_is_found() {
    String keywords = ("gh" + "p_ token;").repeat(9000);
    int end = Windows.around(List.of("gh" + "p_"), keywords).getFirst().to();

    for (int inside = 4; inside < SECRET.length(); inside++) {
      String before = keywords.substring(0, end - inside - 1);
      assertThat(linesFound(before + " " + SECRET + " " + "x ".repeat(40_000)))
          .as("%d characters inside", inside)
          .containsOnly(1L);
    }
  }

  @Test
  void what_was_there_before_is_not_handed_on_for_its_own_sake() {
    List<Fragment> fragments = new ArrayList<>();
    FileText file = new FileText(COMMIT, path(), 1, fragments::add);
    file.add(bytes(SECRET + "\n"), LineKind.KEPT);
    file.add(bytes("new\n"), LineKind.ADDED);
    file.end();

    assertThat(fragments).hasSize(1);
    assertThat(scan.in(fragments.getFirst())).isEmpty();
  }

  private List<Long> linesFound(String text) {
    List<Long> lines = new ArrayList<>();
    FileText file =
        new FileText(
            COMMIT,
            path(),
            1,
            fragment -> scan.in(fragment).forEach(finding -> lines.add(finding.line())));
    byte[] all = bytes(text);
    int from = 0;
    for (int at = 0; at < all.length; at++) {
      if (all[at] == '\n' || at - from == LONGEST_PART - 1 || at == all.length - 1) {
        file.add(Arrays.copyOfRange(all, from, at + 1), LineKind.ADDED);
        from = at + 1;
      }
    }
    file.end();
    return lines;
  }

  private static RepositoryPath path() {
    return RepositoryPath.of(bytes("a.txt"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
