package drover.linear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.LinearSettings;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import drover.trigger.Hmac;
import drover.trigger.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Linear's own library and our door let the same requests pass. */
@NeedsNode
class LinearVerifierTest {
  private static final String LATER = "issue.update.label-added";

  private record Asked(String what, byte[] body, String signature, Instant now) {
    Map<String, Object> asQuestion() {
      return Map.of(
          "secret",
          LinearSamples.SECRET,
          "signature",
          signature,
          "body",
          Base64.getEncoder().encodeToString(body),
          "now",
          now.toEpochMilli());
    }

    boolean passesHere() {
      LinearEvents events =
          new LinearEvents(new LinearSettings("ai-ready", "", ""), new StoppedClock(now));
      LinearSignature door = LinearSignatureTest.signature(LinearSamples.SECRET);
      return !Verdict.isRefusal(Verdict.of(() -> events.read(door.verify(signature, body))));
    }
  }

  @Test
  void the_same_requests_pass() {
    List<Asked> asked = new ArrayList<>();
    for (String file : LinearSamples.FILES) {
      byte[] body = LinearSamples.bytes(file);
      for (long age :
          new long[] {0, 59_999, 60_000, 60_001, -59_999, -60_000, -60_001, 86_400_000}) {
        asked.add(signed(file + " after " + age + " ms", body, Duration.ofMillis(age)));
      }
    }
    for (String timestamp :
        List.of(
            "1793523600123.0",
            "1793523600123.9",
            "1.793523600123e12",
            "1e999",
            "-1e999",
            "\"1793523600123\"",
            "null",
            "true",
            "[1793523600123]",
            "{}",
            "0",
            "-1793523600123",
            "1793523600",
            "179352360012300000000000",
            "1793523600123,\"webhookTimestamp\":1",
            "1,\"webhookTimestamp\":1793523600123")) {
      asked.add(signed(timestamp, withTimestamp(timestamp), Duration.ZERO));
      asked.add(signed(timestamp, withTimestamp(timestamp), Duration.ofSeconds(60)));
    }
    for (String body : List.of("{}", "[]", "null", "1", "\"\"", "{", "", "\uFEFF{}")) {
      asked.add(signed(body, LinearSamples.utf8(body), Duration.ZERO));
    }
    Asked right = signed("right", LinearSamples.bytes(LATER), Duration.ZERO);
    for (String signature :
        List.of(
            "",
            "0".repeat(64),
            right.signature().toUpperCase(java.util.Locale.ROOT),
            right.signature() + "0",
            right.signature().substring(1),
            "sha256=" + right.signature())) {
      asked.add(new Asked("signature " + signature, right.body(), signature, right.now()));
    }

    JsonNode answers =
        NodePackages.ask("linear-verifier.mjs", asked.stream().map(Asked::asQuestion).toList());

    assertThat(answers).hasSameSizeAs(asked);
    for (int i = 0; i < asked.size(); i++) {
      assertThat(asked.get(i).passesHere())
          .as(asked.get(i).what())
          .isEqualTo(answers.get(i).booleanValue());
    }
    assertThat(answers.valueStream().filter(JsonNode::booleanValue)).hasSizeBetween(30, 60);
  }

  private static byte[] withTimestamp(String timestamp) {
    String body = new String(LinearSamples.bytes(LATER), StandardCharsets.UTF_8);
    String now = Long.toString(LinearSamples.SENT.toEpochMilli());
    return LinearSamples.utf8(body.replace(now, timestamp));
  }

  private static Asked signed(String what, byte[] body, Duration age) {
    String signature = Hmac.of(LinearSamples.SECRET, body);
    return new Asked(what, body, signature, LinearSamples.SENT.plus(age));
  }
}
