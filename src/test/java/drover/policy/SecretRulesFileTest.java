package drover.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.ConfigurationException;
import drover.redact.Redactor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's own rules, in the format of gitleaks.toml. */
class SecretRulesFileTest {
  private static final String COMMIT = "0123456789012345678901234567890123456789";

  @Test
  void a_rule_finds_what_its_expression_says_near_its_keyword() {
    String rules = "[[rules]]\nid = 'x'\nregex = '''ours-(\\w{4})'''\nkeywords = ['OURS-']\n";

    assertThat(found(rules, "a.md", "an ours-abcd there")).isEqualTo(1);
    assertThat(found(rules, "a.md", "an OURS-abcd there")).isZero();
  }

  @Test
  void the_entropy_of_the_secret_decides() {
    String rules =
        "[[rules]]\nid = 'x'\nregex = '''(key)=(\\w+)'''\nsecretGroup = 2\nentropy = 2.5\n";

    assertThat(found(rules, "a.md", "key=a8f3k1q9")).isEqualTo(1);
    assertThat(found(rules, "a.md", "key=aaaaaaaa")).isZero();
  }

  @Test
  void a_rule_may_be_about_certain_paths_or_a_path_alone() {
    String some = "[[rules]]\nid = 'x'\nregex = '''s3cret'''\npath = '''\\.env$'''\n";
    String alone = "[[rules]]\nid = 'x'\npath = '''id_rsa$'''\n";

    assertThat(found(some, "a.env", "s3cret")).isEqualTo(1);
    assertThat(found(some, "a.md", "s3cret")).isZero();
    assertThat(found(alone, "keys/id_rsa", "anything")).isEqualTo(1);
    assertThat(found(alone, "keys/other", "anything")).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "paths = ['^vendor/'],                           vendor/a.md, key=abcd,        0",
        "paths = ['^vendor/'],                           a.md,        key=abcd,        1",
        "regexes = ['^abcd$'],                           a.md,        key=abcd,        0",
        "regexes = ['^key'],                             a.md,        key=abcd,        1",
        "\"regexes = ['^key']\nregexTarget = 'match'\",  a.md,        key=abcd,        0",
        "\"regexes = ['fine']\nregexTarget = 'line'\",   a.md,        key=abcd fine,   0",
        "stopwords = ['bc'],                             a.md,        key=aBCd,        0",
        "commits = ['0123456789012345678901234567890123456789'], a.md, key=abcd,       0",
        "\"condition = 'AND'\npaths = ['^v/']\nregexes = ['abcd']\", a.md, key=abcd,   1",
        "\"condition = 'AND'\npaths = ['^v/']\nregexes = ['abcd']\", v/a.md, key=abcd, 0",
      })
  void an_allowlist_passes_by_what_it_names(String list, String file, String text, int findings) {
    String rule = "[[rules]]\nid = 'x'\nregex = '''key=(\\w+)'''\n";

    assertThat(found(rule + "[[rules.allowlists]]\n" + list, file, text)).isEqualTo(findings);
    assertThat(found(rule + "[rules.allowlist]\n" + list, file, text)).isEqualTo(findings);
    assertThat(found("[allowlist]\n" + list + "\n" + rule, file, text)).isEqualTo(findings);
  }

  @Test
  void an_allowlist_may_be_for_certain_rules() {
    String rules =
        "[[rules]]\nid = 'a'\nregex = '''key'''\n[[rules]]\nid = 'b'\nregex = '''key'''\n"
            + "[[allowlists]]\ntargetRules = ['a']\npaths = ['.']\n";

    assertThat(found(rules, "a.md", "key")).isEqualTo(1);
  }

  @Test
  void the_rules_that_are_shipped_can_be_extended_changed_and_left_out() {
    int shipped = SecretRules.shipped().rules().size();

    assertThat(read("[extend]\nuseDefault = true\n").rules()).hasSize(shipped);
    assertThat(
            read("[extend]\nuseDefault = true\n[[rules]]\nid = 'npm-token'\nregex = 'x'\n").rules())
        .hasSize(shipped)
        .filteredOn(rule -> rule.id().equals("npm-token"))
        .singleElement()
        .satisfies(rule -> assertThat(rule.regex().orElseThrow().pattern()).isEqualTo("x"));
    assertThat(read("[extend]\nuseDefault = true\ndisabledRules = ['npm-token']\n").rules())
        .hasSize(shipped - 1);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"[[rules]]\nid = 'bad'\nregex = '(?=x)'\",       mine.toml: rule bad has a regular",
        "\"[[rules]]\nid = 'bad'\nregex = '('\",           mine.toml: rule bad has a regular",
        "\"[[rules]]\nregex = 'x'\",                       mine.toml: a rule has no id",
        "\"[[rules]]\nid = 'bad'\",                        rule bad has neither regex nor path",
        "\"[[rules]]\nid = 'bad'\nregexp = 'x'\",          rule bad has the key regexp",
        "\"[[rules]]\nid = 'bad'\nregex = 'x'\nsecretGroup = 2\", rule bad has no group 2",
        "\"[[rules]]\nid = 'bad'\nregex = 'x'\n[[rules.allowlists]]\nregexes = ['[']\", rule bad",
        "\"[extend]\npath = 'other.toml'\",                \"has the key path\"",
        "title = 'nothing',                                the file has no [[rules]]",
        "[[rules,                                          mine.toml:1: is no TOML",
      })
  void a_file_that_cannot_be_used_is_refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1));
  }

  private static SecretRules read(String text) {
    return new SecretRulesFile("mine.toml", text).read();
  }

  private static int found(String rules, String file, String text) {
    Fragment whole = Fragment.whole(file, COMMIT, text);
    Fragment fragment = new Fragment(file, file, COMMIT, text, 1, whole.added());
    List<Finding> findings = new SecretScan(read(rules), new Redactor(Map.of())).in(fragment);
    return findings.size();
  }
}
