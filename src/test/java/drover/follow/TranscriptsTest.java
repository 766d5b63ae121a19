package drover.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

class TranscriptsTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/transcripts-expected.csv", numLinesToSkip = 1)
  void every_captured_turn_is_understood(ArgumentsAccessor row) {
    byte[] output = Transcripts.bytes(row.getString(0));
    TurnReport report = Transcripts.report(output);
    Inspection seen = Inspection.of(report);

    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(seen.outcome().word()).as("outcome").isEqualTo(row.getString(1));
    softly.assertThat(report.end().reasonCode()).as("reason").isEqualTo(row.getString(2));
    softly.assertThat(seen.costUsd()).as("cost").isCloseTo(row.getDouble(3), within(1e-9));
    softly.assertThat(seen.costEstimated()).as("estimated").isEqualTo(row.getBoolean(4));
    softly.assertThat(seen.turns()).as("turns").isEqualTo(row.getInteger(5));
    softly.assertThat(seen.durationMs()).as("duration").isEqualTo(row.getLong(6));
    int toolCalls = seen.tools().values().stream().mapToInt(Integer::intValue).sum();
    softly.assertThat(toolCalls).as("tool calls").isEqualTo(row.getInteger(7));
    softly.assertThat(seen.denials()).as("denials").isEqualTo(row.getInteger(8));
    softly.assertThat(seen.retries()).as("retries").isEqualTo(row.getInteger(9));
    String status = report.rateLimit().map(RateLimit::status).orElse(null);
    softly.assertThat(status).as("rate limit").isEqualTo(row.getString(10));
    softly.assertThat(seen.lines()).as("lines").isEqualTo(row.getLong(11));
    softly.assertThat(seen.malformed()).as("malformed").isEqualTo(row.getLong(12));
    softly.assertThat(seen.bytes()).as("bytes").isEqualTo(output.length);
    softly.assertAll();
  }

  @Test
  void the_table_has_a_row_for_every_transcript() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src/test/resources/transcripts-expected.csv")).stream()
            .skip(1)
            .map(row -> row.substring(0, row.indexOf(',')))
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(Transcripts.names());
  }

  @Test
  void every_reason_is_a_code_and_a_sentence() {
    assertThat(Transcripts.names())
        .allSatisfy(
            name ->
                assertThat(Transcripts.inspect(Transcripts.bytes(name)).reason())
                    .matches("[a-z0-9-]+: \\S.*\\S"));
  }
}
