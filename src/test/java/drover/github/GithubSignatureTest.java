package drover.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.Secrets;
import drover.http.HttpProblem;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import drover.redact.Redactor;
import drover.trigger.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GithubSignatureTest {
  private static final String SECRET = "It's a Secret to Everybody";
  private static final String BODY = "Hello, World!";

  static List<JsonNode> vectors() {
    return NodePackages.read(Path.of("src/test/resources/github/signature-vectors.json"))
        .valueStream()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void what_github_documents_and_its_library_takes_passes(JsonNode vector) {
    assertThat(
            door(
                vector.path("secret").asText(),
                vector.path("x_hub_signature_256").asText(),
                vector.path("payload").asText()))
        .isEqualTo("passed");
  }

  @Test
  @NeedsNode
  void what_githubs_library_signs_passes_and_what_it_refuses_does_not() {
    List<Map<String, String>> unsigned =
        Stream.of("{}", "{\"a\":\"åäö \uD83C\uDF89\"}", " ", "x".repeat(100_000))
            .map(payload -> Map.of("secret", SECRET, "payload", payload))
            .toList();
    List<Map<String, String>> signed = new ArrayList<>();
    JsonNode signatures = NodePackages.ask("github-signatures.mjs", unsigned);
    for (int i = 0; i < unsigned.size(); i++) {
      String payload = unsigned.get(i).get("payload");
      String signature = signatures.get(i).asText();
      String other = signature.endsWith("0") ? "1" : "0";
      for (String shown :
          List.of(
              signature,
              signature.substring(0, signature.length() - 1) + other,
              signature.substring("sha256=".length()),
              signature.replace("sha256", "sha1"),
              signature.replace("sha256", "SHA256"),
              signature + " ",
              signature + "0",
              "sha256=")) {
        signed.add(Map.of("secret", SECRET, "payload", payload, "signature", shown));
      }
      signed.add(Map.of("secret", SECRET, "payload", payload + " ", "signature", signature));
      signed.add(Map.of("secret", SECRET + "!", "payload", payload, "signature", signature));
    }

    JsonNode verdicts = NodePackages.ask("github-signatures.mjs", signed);

    for (int i = 0; i < signed.size(); i++) {
      Map<String, String> one = signed.get(i);
      String expected = verdicts.get(i).booleanValue() ? "passed" : "401";
      assertThat(door(one.get("secret"), one.get("signature"), one.get("payload")))
          .as("%s", i)
          .isEqualTo(expected);
    }
    assertThat(verdicts.valueStream().filter(JsonNode::booleanValue)).hasSameSizeAs(unsigned);
  }

  @Test
  void a_request_without_a_signature_is_refused() {
    assertThat(
            Verdict.of(
                () -> signature(Map.of(GithubSignature.SECRET, SECRET)).verify(null, utf8(BODY))))
        .isEqualTo("401");
  }

  @Test
  void without_a_configured_secret_the_door_is_closed_and_says_which() {
    assertThatThrownBy(() -> signature(Map.of()).verify("sha256=0", utf8(BODY)))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503))
        .hasMessageContaining("GITHUB_WEBHOOK_SECRET");
  }

  @Test
  void a_mounted_secret_may_be_renewed_and_one_that_vanished_closes_the_door(
      @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "an older secret\n");
    GithubSignature door = signature(Map.of(GithubSignature.SECRET + "_FILE", file.toString()));
    String shown = vectors().getFirst().path("x_hub_signature_256").asText();
    assertThat(Verdict.of(() -> door.verify(shown, utf8(BODY)))).isEqualTo("401");
    Files.writeString(file, SECRET + "\n");
    assertThat(Verdict.of(() -> door.verify(shown, utf8(BODY)))).isEqualTo("passed");
    Files.delete(file);
    assertThat(Verdict.of(() -> door.verify(shown, utf8(BODY)))).isEqualTo("503");
  }

  private static String door(String secret, String shown, String body) {
    return Verdict.of(
        () -> signature(Map.of(GithubSignature.SECRET, secret)).verify(shown, utf8(body)));
  }

  private static GithubSignature signature(Map<String, String> environment) {
    return new GithubSignature(new Secrets(environment, new Redactor(environment)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
