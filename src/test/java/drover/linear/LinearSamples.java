package drover.linear;

import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Requests of Linear, valid under its own declarations, with signatures that its library takes. */
public final class LinearSamples {
  public static final String SECRET = "lin_wh_test";

  /** When all of them were sent. */
  static final Instant SENT = Instant.ofEpochMilli(1793523600123L);

  static final List<String> FILES =
      List.of(
          "issue.create.with-label",
          "issue.remove",
          "issue.update.label-added-first",
          "issue.update.label-added",
          "issue.update.label-removed",
          "issue.update.other-field-label-already-present");

  private LinearSamples() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/resources/linear", name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode tree(String name) {
    return WireJson.foreign(bytes(name));
  }

  static List<byte[]> all() {
    return FILES.stream().map(LinearSamples::bytes).toList();
  }

  static byte[] utf8(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
