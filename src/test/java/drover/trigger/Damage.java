package drover.trigger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Payloads with a few accidents, most of which leave JSON that means something else. */
public final class Damage {
  private static final List<String> SPLINTERS =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "0",
          "-1e999",
          "true",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "{\"a\":",
          "]",
          "}",
          "\"",
          ",",
          "\\",
          "[[[[[[[[",
          "\"x\":1,",
          "99999999999999999999999",
          "\u202e");

  private Damage() {}

  private record Accident(double place, int removed, byte[] added) {
    byte[] happenedTo(byte[] bytes) {
      int at = (int) (place * bytes.length);
      int rest = Math.min(bytes.length, at + removed);
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(bytes, 0, at);
      changed.writeBytes(added);
      changed.write(bytes, rest, bytes.length - rest);
      return changed.toByteArray();
    }
  }

  /** One to four accidents, in bytes or between the values of the JSON. */
  public static Arbitrary<byte[]> to(List<byte[]> payloads) {
    return Combinators.combine(
            Arbitraries.of(payloads), accidents().list().ofMinSize(1).ofMaxSize(4))
        .as(
            (payload, accidents) -> {
              byte[] bytes = payload;
              for (Accident accident : accidents) {
                bytes = accident.happenedTo(bytes);
              }
              return bytes;
            });
  }

  /** A payload in which values were exchanged for others; what comes out is always JSON. */
  public static Arbitrary<byte[]> inValuesOf(List<byte[]> payloads) {
    Arbitrary<String> values =
        Arbitraries.of("null", "[]", "{}", "\"\"", "0", "1e308", "true", "\"a\\u0000\u202e\"");
    return Combinators.combine(
            Arbitraries.of(payloads), Arbitraries.doubles().between(0, 0.999).ofScale(3), values)
        .as((payload, place, value) -> exchanged(payload, place, value));
  }

  /** The first whole text, number or word after a place gives way. */
  private static byte[] exchanged(byte[] payload, double place, String value) {
    String text = new String(payload, StandardCharsets.UTF_8);
    int from = (int) (place * text.length());
    String changed =
        text.substring(0, from)
            + text.substring(from)
                .replaceFirst(
                    ":\\s*(\"[^\"\\\\]*\"|-?[0-9.]+|null|true|false)",
                    java.util.regex.Matcher.quoteReplacement(":" + value));
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  private static Arbitrary<Accident> accidents() {
    Arbitrary<byte[]> added =
        Arbitraries.oneOf(
            Arbitraries.of(SPLINTERS).map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(4));
    return Combinators.combine(
            Arbitraries.doubles().between(0, 0.999).ofScale(3),
            Arbitraries.integers().between(0, 40),
            added)
        .as(Accident::new);
  }
}
