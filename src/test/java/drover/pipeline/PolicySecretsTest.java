package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.policy.Finding;
import drover.policy.Rule;
import org.junit.jupiter.api.Test;

/** Secrets are found wherever an agent may have committed them, judged with real git. */
class PolicySecretsTest extends PolicyBench {
  @Test
  void an_ordinary_change_may_leave() {
    commit("posts/a.md", "Some words\n");
    commit("posts/b.md", "");
    git("rm", "-q", "README.md");
    git("commit", "-qm", "Remove a page");

    assertThat(judge().findings()).isEmpty();
    assertThat(judge().isRefused()).isFalse();
  }

  @Test
  void a_secret_is_found_in_its_file_and_line() {
    commit("notes.md", "one\ntwo\nkey " + SECRET + "\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "notes.md", 3));
  }

  @Test
  void a_secret_that_was_taken_away_again_is_in_the_history_all_the_same() {
    commit("notes.md", SECRET + "\n");
    commit("notes.md", "nothing\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "notes.md", 1));
  }

  @Test
  void a_secret_that_was_there_before_is_not_the_agents() {
    commit("old.env", "KEY=2\nTOKEN_OF_OLD='" + SECRET + "'\nEND=2\n");
    git("mv", "old.env", "moved.env");
    git("commit", "-qm", "Move it");

    assertThat(judge().findings()).isEmpty();
  }

  @Test
  void a_secret_in_the_message_of_a_commit_is_found() {
    write("a.md", "x\n");
    git("add", "--all");
    git("commit", "-qm", "Add a page\n\nwith " + SECRET);

    assertThat(only(Rule.SECRET))
        .satisfies(found -> at(found, "the message of commit " + head().substring(0, 7), 3));
  }

  @Test
  void a_secret_in_the_name_of_the_author_is_found() {
    write("a.md", "x\n");
    git("add", "--all");
    git("commit", "-qm", "Add", "--author", SECRET + " <x@example.org>");

    assertThat(only(Rule.SECRET).file()).startsWith("the headings of commit");
  }

  @Test
  void a_secret_in_the_name_of_a_file_is_found_and_not_repeated() {
    commit(SECRET + ".md", "");

    assertThat(only(Rule.SECRET).inWords()).contains("the name of a file").doesNotContain(SECRET);
  }

  @Test
  void a_secret_in_a_binary_file_is_found() {
    commit("image.png", "\u0089PNG\0\0\u0001 " + SECRET + " \0\0\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "image.png", 1));
  }

  @Test
  void attributes_that_hide_a_file_from_people_do_not_hide_it_here() {
    commit(".gitattributes", "* binary -diff -text\n");
    commit("new.env", "A=1\nB='" + SECRET + "'\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "new.env", 2));
  }

  @Test
  void a_secret_that_came_in_pieces_is_found_when_it_is_whole() {
    String begin = "-----BEGIN RSA " + "PRIVATE KEY-----\n";
    commit("key.pem", begin);
    commit("key.pem", begin + "aK9fQ2xR7mT4vB8nC1pL5wZ3sD6gH0jY9eU2iO7qA4r\n".repeat(3));

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "key.pem", 2));
  }

  @Test
  void a_secret_behind_very_much_text_is_found_in_its_line() {
    commit("large.txt", "some words on a line\n".repeat(120_000) + SECRET + "\n");
    yaml = "{drover: {policy: {max-lines: 1000000}}}";

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "large.txt", 120_001));
  }

  @Test
  void a_secret_on_one_very_long_line_is_found() {
    commit("min.js", "x;".repeat(900_000) + "k='" + SECRET + "';" + "y;".repeat(300_000));

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "min.js", 1));
  }

  @Test
  void a_secret_of_this_factory_is_found_whatever_it_looks_like() {
    commit("notes.md", "\r\nfine\r\n" + BeanBench.SECRET + "\r\n");

    assertThat(only(Rule.SECRET))
        .satisfies(found -> at(found, "notes.md", 3))
        .satisfies(found -> assertThat(found.sentence()).contains("of this factory itself"));
  }

  @Test
  void what_a_merge_brings_is_judged_too() {
    git("checkout", "-q", "--orphan", "side");
    git("rm", "-rfq", ".");
    commit("side.md", SECRET + "\n");
    git("checkout", "-q", workspace.branch());
    git("merge", "-q", "--allow-unrelated-histories", "-m", "Merge", "side");

    assertThat(judge().findings())
        .extracting(Finding::rule, Finding::file)
        .contains(org.assertj.core.api.Assertions.tuple(Rule.SECRET, "side.md"));
  }

  @Test
  void remarks_and_files_that_switch_off_other_scanners_allow_nothing() {
    commit(".gitleaks.toml", "[allowlist]\npaths = ['.*']\n");
    commit("notes.md", SECRET + " gitleaks:allow\n");

    assertThat(only(Rule.SECRET)).satisfies(found -> at(found, "notes.md", 1));
  }
}
