package drover.policy;

import static org.assertj.core.api.Assertions.assertThat;

import drover.redact.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rule that is shipped finds what it is for and passes by what only looks like it. The
 * examples are put together here, so that this file itself holds nothing that looks like a secret.
 */
class ShippedSecretRulesTest {
  private static final SecretScan SCAN =
      new SecretScan(SecretRules.shipped(), new Redactor(Map.of()));
  private static final String MIXED = "aK9fQ2xR7mT4vB8nC1pL5wZ3sD6gH0jY9eU2iO7qA4rS8tX1kM5bN";
  private static final String HEX = "4f9a1c7e2b8d3065e9f1a47c8b2d60935ae7c1f4";
  private static final String CAPITALS = "QZ7XK2MTV5WNB3RYH4PLCDGFJS6A";
  private static final Map<String, String> TRUE = new TreeMap<>();
  private static final Map<String, String> FALSE = new TreeMap<>();

  static {
    rule("anthropic-key", "sk-a" + "nt-oat01-" + mixed(40), "sk-a" + "nt-short");
    rule(
        "openai-key",
        "sk-" + "proj-" + mixed(24) + "T3Blbk" + "FJ" + mixed(24),
        "sk-" + "proj-" + mixed(24));
    rule(
        "langfuse-key",
        "sk-l" + "f-" + HEX.substring(0, 8) + "-1a2b-3c4d-5e6f-" + HEX.substring(0, 12),
        "pk-l" + "f-" + HEX.substring(0, 8));
    rule("github-token", "gh" + "p_" + mixed(36), "gh" + "p_" + "x".repeat(36));
    rule(
        "github-fine-grained-token",
        "github" + "_pat_" + mixed(22) + "_" + mixed(50),
        "github" + "_pat_...");
    rule("gitlab-token", "glp" + "at-" + mixed(20), "glp" + "at-xxxxxxxxxxxxxxxxxxxx");
    rule("aws-access-key", "AK" + "IA" + CAPITALS.substring(2, 18), "AK" + "IAIOSFODNN7EXAMPLE");
    rule(
        "aws-secret-key",
        "aws_secret_access_key = " + mixed(38) + "+/",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    rule("google-api-key", "AI" + "za" + mixed(35), "AI" + "za-not-a-key");
    rule("google-oauth-secret", "GOC" + "SPX-" + mixed(28), "GOC" + "SPX-1");
    rule("slack-token", "xo" + "xb-123456789012-" + mixed(24), "xo" + "xb-aaaaaaaaaaaaaaaaaaaaaa");
    rule("slack-app-token", "xa" + "pp-1-A012B-987-" + mixed(30), "xa" + "pp-1");
    rule(
        "slack-webhook",
        "https://hooks.sl" + "ack.com/services/T01/B01/" + mixed(30),
        "https://hooks.sl" + "ack.com/services/T/B/X");
    rule(
        "discord-webhook",
        "https://discord.com/api/web" + "hooks/123456789012345678/" + mixed(50),
        "https://discord.com/api/web" + "hooks/ID/TOKEN");
    rule(
        "discord-bot-token",
        "discord: M" + mixed(24) + "." + mixed(6) + "." + mixed(38),
        "discord: MyModule.Client.connectToGateway");
    rule("stripe-key", "sk_li" + "ve_" + mixed(24), "sk_li" + "ve_...");
    rule("stripe-webhook-secret", "wh" + "sec_" + mixed(32), "wh" + "sec_");
    rule("npm-token", "np" + "m_" + mixed(36), "np" + "m_config_registry");
    rule("pypi-token", "pyp" + "i-AgEIcHlwaS5vcmc" + mixed(50) + mixed(20), "pyp" + "i-server");
    rule("linear-key", "lin_" + "api_" + mixed(40), "lin_" + "api_key");
    rule("sentry-token", "sntr" + "ys_" + mixed(50), "sntr" + "ys_x");
    rule("supabase-token", "sb" + "p_" + HEX, "sb" + "p_x");
    rule("hugging-face-token", "h" + "f_" + mixed(34), "half_" + "elf_hub");
    rule("sendgrid-key", "S" + "G." + mixed(22) + "." + mixed(43), "S" + "G.Builder.build");
    rule("twilio-key", "twilio: S" + "K" + HEX.substring(0, 32), "twilio: SK");
    rule("digitalocean-token", "dop" + "_v1_" + HEX + HEX.substring(0, 24), "dop" + "_v1_x");
    rule("telegram-bot-token", "123456789" + ":AA" + mixed(33), "12345678" + ":AAA");
    rule(
        "private-key",
        pem("RSA PRIVATE KEY", mixed(50) + "\n" + mixed(50)),
        "-----BEGIN " + "PRIVATE KEY-----\n...\n");
    rule(
        "putty-private-key",
        "PuTTY-User-Key-" + "File-3: ssh-rsa\nComment: x\nPublic-Lines: 6\n",
        "a PuTTY-User-Key-" + "File-3 is kept elsewhere");
    rule(
        "json-web-token",
        "ey" + "J" + mixed(20) + ".ey" + "J" + mixed(30) + "." + mixed(40),
        "ey" + "J.ey" + "J.x");
    rule(
        "url-credentials",
        "postgres://app:" + mixed(16) + "@db.internal/x",
        "postgres://app:password@localhost/x and http://[::1]:8080/a@b");
    rule("bearer-token", "Authorization: Bearer " + mixed(30), "Authorization: Bearer $TOKEN");
    rule(
        "password",
        "const db = { pass" + "word: \"" + mixed(20) + "\" }",
        "const db = { pass" + "word: \"correct horse\", secret: \"your-secret-goes-here\" }");
    rule(
        "password-in-environment",
        "DATABASE_PASS" + "WORD=" + mixed(20),
        "DATABASE_PASS" + "WORD=changeme-changeme\nTOKEN=$(cat /run/secrets/token-of-the-day)");
  }

  private static void rule(String id, String yes, String no) {
    TRUE.put(id, yes);
    FALSE.put(id, no);
  }

  private static String mixed(int length) {
    return MIXED.substring(0, Math.min(length, MIXED.length()));
  }

  private static String pem(String kind, String body) {
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  @Test
  void every_shipped_rule_has_an_example() {
    Set<String> shipped = new TreeSet<>();
    SecretRules.shipped().rules().forEach(rule -> shipped.add(rule.id()));

    assertThat(TRUE.keySet()).isEqualTo(shipped);
  }

  static Stream<Arguments> a_secret_is_found() {
    return TRUE.entrySet().stream()
        .map(example -> Arguments.of(example.getKey(), example.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_secret_is_found(String id, String text) {
    assertThat(found(text)).contains(id);
    assertThat(found("before\n  x = " + text + "\nafter\n")).contains(id);
    assertThat(found(text.replace("\n", "\r\n"))).contains(id);
  }

  static Stream<Arguments> what_only_looks_like_it_is_passed_by() {
    return FALSE.entrySet().stream()
        .map(example -> Arguments.of(example.getKey(), example.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void what_only_looks_like_it_is_passed_by(String id, String text) {
    assertThat(found(text)).doesNotContain(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The token of a session is derived from run, attempt and turn.",
        "password: \"{{ secrets.DATABASE_PASSWORD }}\"",
        "const token = process.env.GITHUB_TOKEN;",
        "private static final String TOKEN = \"drover.token.of.the.session\";",
        "<a href=\"https://example.org/reset-password?token=abc\">reset</a>",
        "integrity sha512-q1w2e3r4t5z6u7i8o9p0asdfghjklyxcvbnm1234567890==",
        "commit 4f9a1c7e2b8d3065e9f1a47c8b2d60935ae7c1f4",
        "import static org.example.Secrets.API_KEY;",
      })
  void ordinary_text_holds_no_secret(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void a_remark_in_the_text_allows_nothing() {
    assertThat(found(TRUE.get("github-token") + " # gitleaks:allow")).contains("github-token");
  }

  @Test
  void a_secret_in_text_of_two_bytes_a_character_is_found() {
    String wide = String.join("\0", TRUE.get("github-token").split("")) + "\0";

    assertThat(found(wide)).contains("github-token");
  }

  @Test
  void a_finding_says_what_and_where_and_not_which() {
    String secret = TRUE.get("github-token");
    Finding finding = SCAN.in(Fragment.whole("a.txt", HEX, "\n\n" + secret + "\n")).getFirst();

    assertThat(finding.inWords())
        .isEqualTo(
            "secret: a.txt:3: holds a token of GitHub (github-token), added by commit 4f9a1c7")
        .doesNotContain(secret.substring(4));
  }

  private static List<String> found(String text) {
    return SCAN.in(Fragment.whole("a.txt", HEX, text)).stream()
        .map(finding -> finding.sentence().replaceAll(".*\\(([a-z-]+)\\), added.*", "$1"))
        .toList();
  }
}
