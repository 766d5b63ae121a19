package drover.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private static final String SECRET = "p\"4ss/word+\\42";
  private static final String KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\n"
          + (KEY_LINE + "\n").repeat(3)
          + "kq8=\n-----END PRIVATE KEY-----";

  private final Redactor redactor =
      new Redactor(
          Map.of("AI_WEBHOOK_TOKEN", SECRET, "PATH", "/usr/local/bin", "TINY_TOKEN", "abc"));
  private final Redactor shapesOnly = new Redactor(Map.of());

  @Test
  void a_known_value_goes_in_each_form_in_which_it_is_written() {
    String json = "p\\\"4ss/word+\\\\42";
    String jsonInJson = "p\\\\\\\"4ss/word+\\\\\\\\42";
    assertThat(redactor.redact("a " + SECRET + " b")).isEqualTo("a [redacted] b");
    assertThat(redactor.redact("{\"a\":\"" + json + "\"}")).isEqualTo("{\"a\":\"[redacted]\"}");
    assertThat(redactor.redact(jsonInJson)).isEqualTo("[redacted]");
    assertThat(redactor.redact("?t=p%224ss%2Fword%2B%5C42&a")).isEqualTo("?t=[redacted]&a");
    assertThat(redactor.redact("?t=p%224ss%2fword%2b%5c42&a")).isEqualTo("?t=[redacted]&a");
    assertThat(redactor.redact("xxd 70223473732f776f72642b5c3432")).isEqualTo("xxd [redacted]");
    assertThat(redactor.redact("XXD 70223473732F776F72642B5C3432")).isEqualTo("XXD [redacted]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "x-access-token:"})
  void a_known_value_goes_in_base64_whatever_stands_before_it(String before) {
    String plain = before + SECRET;
    String encoded = Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
    String redacted = redactor.redact(encoded);
    assertThat(redacted).contains("[redacted]");
    assertThat(redacted.replace("[redacted]", "").length()).isLessThan(before.length() * 2 + 8);
  }

  @Test
  void bytes_without_a_secret_come_back_as_they_are() {
    byte[] noText = {(byte) 0xff, 'a', (byte) 0x80};
    assertThat(redactor.redact(noText)).isSameAs(noText);
    assertThat(redactor.redact(("a " + SECRET).getBytes(UTF_8)))
        .isEqualTo("a [redacted]".getBytes(UTF_8));
  }

  @Test
  void short_values_and_values_of_other_variables_stay() {
    assertThat(redactor.redact("abc /usr/local/bin")).isEqualTo("abc /usr/local/bin");
  }

  @Test
  void secrets_that_overlap_go_together() {
    Redactor two = new Redactor(Map.of("A_TOKEN", "abcdefghij", "B_TOKEN", "ghijklmnop"));
    assertThat(two.redact("<abcdefghijklmnop>")).isEqualTo("<[redacted]>");
    assertThat(two.redact("abcdefghijabcdefghij")).isEqualTo("[redacted][redacted]");
  }

  @Test
  void a_key_of_many_lines_goes_even_if_text_is_handed_on_line_by_line() {
    Redactor withKey = new Redactor(Map.of("GITHUB_APP_PRIVATE_KEY", PEM));
    assertThat(withKey.redact("> " + KEY_LINE)).isEqualTo("> [redacted]");
    assertThat(withKey.redact(PEM)).isEqualTo("[redacted]");
  }

  @Test
  void names_of_secret_variables_are_known_by_their_ending() {
    assertThat(
            Map.of(
                "CLAUDE_CODE_OAUTH_TOKEN",
                true,
                "ANTHROPIC_API_KEY",
                true,
                "GITHUB_APP_PRIVATE_KEY",
                true,
                "LINEAR_WEBHOOK_SECRET",
                true,
                "LANGFUSE_SECRET_KEY",
                true,
                "SLACK_WEBHOOK_URL",
                true,
                "LANGFUSE_PUBLIC_KEY",
                false,
                "GITHUB_APP_ID",
                false,
                "GITHUB_TOKEN_FILE",
                false,
                "NTFY_URL",
                false))
        .allSatisfy(
            (name, secret) -> assertThat(Redactor.isSecretName(name)).as(name).isEqualTo(secret));
  }

  /** Pieces, so that no scanner takes this file for a leak. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-ant-|oat01-AbC_d-0123456789",
        "ghp_|0123456789abcdefghij0123456789abcdef",
        "ghs_|0123456789abcdefghij0123456789abcdef",
        "gho_|0123456789abcdefghij0123456789abcdef",
        "github_pat_|11ABCDEFG0123456789_abcdefghij",
        "xoxb-|0123456789-abcdefghij",
        "xoxp-|0123456789-abcdefghij",
        "lin_api_|0123456789abcdefghij",
        "sbp_|0123456789abcdefghij0123456789abcdefghij",
        "eyJ|hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27"
      })
  void a_well_known_shape_goes_wherever_it_stands(String pieces) {
    String secret = pieces.replace("|", "");
    assertThat(shapesOnly.redact(secret)).isEqualTo("[redacted]");
    assertThat(shapesOnly.redact("see \"" + secret + "\", ok")).isEqualTo("see \"[redacted]\", ok");
    assertThat(shapesOnly.redact("a\\n" + secret + "\\nb")).isEqualTo("a\\n[redacted]\\nb");
  }

  @Test
  void a_private_key_goes_whole_cut_short_and_json_escaped() {
    String redacted = "-----BEGIN PRIVATE KEY-----[redacted]";
    assertThat(shapesOnly.redact(PEM)).isEqualTo(redacted + "\n-----END PRIVATE KEY-----");
    assertThat(shapesOnly.redact(PEM.replace("\n", "\\n")))
        .isEqualTo(redacted + "\\n-----END PRIVATE KEY-----");
    assertThat(shapesOnly.redact(PEM.substring(0, 120))).isEqualTo(redacted);
    String old =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n"
            + KEY_LINE;
    assertThat(shapesOnly.redact(old)).isEqualTo("-----BEGIN RSA PRIVATE KEY-----[redacted]");
  }

  @Test
  void credentials_in_headers_and_addresses_go_and_the_rest_stays() {
    assertThat(shapesOnly.redact("Authorization: Bearer abc.DEF-123\nHost: a"))
        .isEqualTo("Authorization: Bearer [redacted]\nHost: a");
    assertThat(shapesOnly.redact("{\\\"authorization\\\": \\\"Bearer abcdefgh\\\"}"))
        .isEqualTo("{\\\"authorization\\\": \\\"Bearer [redacted]\\\"}");
    assertThat(shapesOnly.redact("Authorization: Basic dXNlcjpwYXNzd29yZA=="))
        .isEqualTo("Authorization: Basic [redacted]");
    assertThat(shapesOnly.redact("clone https://user:pass@github.com/a/b"))
        .isEqualTo("clone https://[redacted]@github.com/a/b");
    assertThat(shapesOnly.redact("https://hooks.slack.com/services/T0000000/B000/XyZ012"))
        .isEqualTo("https://hooks.slack.com/services/[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "git@github.com:owner/repo.git and ssh://git@github.com/owner/repo",
        "http://localhost:8080/path@v1",
        "-----BEGIN PRIVATE KEY----- marks the start of a key",
        "export it as Authorization: Bearer $TOKEN",
        "set ghp_ or sk-ant- keys, eyJhIjoxfQ== is base64",
        "a task-ant, a bearer of news"
      })
  void text_without_a_secret_stays_as_it_is(String text) {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJ",
        "eyJabcdefgh.",
        "sk-ant-",
        "ghp_",
        "://a:",
        "://",
        "authorization: ",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nA:",
        "p\"4ss/word+\\4",
        "x"
      })
  void ten_megabytes_of_near_misses_take_seconds_at_most(String piece) {
    String text = piece.repeat(10_000_000 / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> redactor.redact(text));
  }
}
