package drover.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.Secrets;
import drover.http.HttpProblem;
import drover.npm.NodePackages;
import drover.redact.Redactor;
import drover.trigger.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearSignatureTest {
  private static final byte[] BODY = LinearSamples.bytes("issue.update.label-added");
  private static final String RIGHT = vectors().getFirst().path("linear_signature").asText();

  static List<JsonNode> vectors() {
    return NodePackages.read(Path.of("src/test/resources/linear/signature-vectors.json"))
        .valueStream()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void what_linears_library_takes_passes(JsonNode vector) {
    byte[] body = LinearSamples.bytes(vector.path("file").asText().replace(".json", ""));
    assertThat(door(vector.path("secret").asText(), vector.path("linear_signature").asText(), body))
        .isEqualTo("passed");
  }

  @Test
  void anything_else_is_no_signature() {
    assertThat(
            List.of(
                RIGHT.toUpperCase(java.util.Locale.ROOT),
                "sha256=" + RIGHT,
                RIGHT + " ",
                RIGHT.substring(1),
                RIGHT + "00",
                "",
                "\uD83D\uDE00"))
        .allSatisfy(shown -> assertThat(door(LinearSamples.SECRET, shown, BODY)).isEqualTo("401"));
    assertThat(Verdict.of(() -> signature(LinearSamples.SECRET).verify(null, BODY)))
        .isEqualTo("401");
    assertThat(door("another", RIGHT, BODY)).isEqualTo("401");
  }

  @Test
  void a_body_that_changed_by_one_bit_anywhere_is_refused() {
    for (int at = 0; at < BODY.length; at++) {
      byte[] changed = BODY.clone();
      changed[at] ^= 1;
      assertThat(door(LinearSamples.SECRET, RIGHT, changed)).as("byte %d", at).isEqualTo("401");
    }
  }

  @Test
  void without_a_configured_secret_the_door_is_closed_and_says_which() {
    assertThatThrownBy(() -> signature("").verify(RIGHT, BODY))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503))
        .hasMessageContaining("LINEAR_WEBHOOK_SECRET");
  }

  @Test
  void a_refusal_tells_neither_the_secret_nor_the_right_signature() {
    assertThatThrownBy(() -> signature(LinearSamples.SECRET).verify("0".repeat(64), BODY))
        .hasMessageNotContaining(LinearSamples.SECRET)
        .hasMessageNotContaining(RIGHT);
  }

  private static String door(String secret, String shown, byte[] body) {
    return Verdict.of(() -> signature(secret).verify(shown, body));
  }

  static LinearSignature signature(String secret) {
    Map<String, String> environment = Map.of(LinearSignature.SECRET, secret);
    return new LinearSignature(new Secrets(environment, new Redactor(environment)));
  }
}
