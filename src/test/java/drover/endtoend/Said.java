package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a finished command left: its exit status and what it said on both streams. */
record Said(int status, String out, String err) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Standard output as the one document it has to be. */
  JsonNode json() {
    try {
      return JSON.readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException("not one document: <" + out + ">, besides: " + err, e);
    }
  }

  String text(String field) {
    return json().path(field).asText();
  }

  /** {@code name:ordinal state} of every step. */
  List<String> steps() {
    return StreamSupport.stream(json().path("steps").spliterator(), false)
        .map(
            step ->
                step.path("name").asText()
                    + ":"
                    + step.path("ordinal").asInt()
                    + " "
                    + step.path("state").asText())
        .toList();
  }

  List<String> turns() {
    return StreamSupport.stream(json().path("turns").spliterator(), false)
        .map(turn -> turn.path("name").asText() + " " + turn.path("outcome").asText())
        .toList();
  }

  /** The command failed with this status and said why in one line, without a stack trace. */
  Said complained(int expected) {
    assertThat(status).as("exit status; standard error: %s", err).isEqualTo(expected);
    assertThat(err.lines()).as("lines on standard error").hasSize(1);
    assertThat(err).startsWith("drover: ").doesNotContain("Exception", "\tat ");
    return this;
  }

  Said succeeded() {
    assertThat(status).as("exit status; standard error: %s", err).isZero();
    assertThat(err).isEmpty();
    return this;
  }
}
