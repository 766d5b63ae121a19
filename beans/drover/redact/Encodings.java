package drover.redact;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The forms in which one secret turns up in text. */
final class Encodings {

  /** Shorter texts are too common to be told from a secret. */
  static final int LEAST_CHARACTERS = 8;

  private static final int LEAST_LINE_CHARACTERS = 20;
  private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

  private Encodings() {}

  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    String stripped = secret.strip();
    if (stripped.length() < LEAST_CHARACTERS) {
      return forms;
    }
    addEscaped(stripped, forms);
    addBase64(stripped, forms);
    addPercents(stripped, forms);
    addHex(stripped, forms);
    // Text is often handed on line by line, and a key of many lines must not pass that way.
    if (stripped.contains("\n")) {
      stripped
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= LEAST_LINE_CHARACTERS && !line.startsWith("-----"))
          .forEach(line -> addEscaped(line, forms));
    }
    return forms;
  }

  /** As it is, inside a JSON string, and inside JSON that is itself a JSON string. */
  private static void addEscaped(String text, Set<String> forms) {
    String once = json(text);
    forms.add(text);
    forms.add(once);
    forms.add(json(once));
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static void addBase64(String secret, Set<String> forms) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      addLong(core(bytes, before, Base64.getEncoder()), forms);
      addLong(core(bytes, before, Base64.getUrlEncoder()), forms);
    }
  }

  /** As a form writes it, and as a path does; digits of either case. */
  private static void addPercents(String secret, Set<String> forms) {
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String path = form.replace("+", "%20").replace("%7E", "~");
    for (String encoded : List.of(form, form.replace("+", "%20"), path)) {
      forms.add(encoded);
      forms.add(
          PERCENT.matcher(encoded).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
    }
  }

  private static void addHex(String secret, Set<String> forms) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
  }

  private static void addLong(String form, Set<String> forms) {
    if (form.length() >= LEAST_CHARACTERS) {
      forms.add(form);
    }
  }

  /**
   * The characters that the secret alone determines when {@code before} bytes (modulo 3) stand
   * before it in the encoded text, as in {@code user:secret}.
   */
  private static String core(byte[] secret, int before, Base64.Encoder encoder) {
    byte[] padded = new byte[before + secret.length];
    System.arraycopy(secret, 0, padded, before, secret.length);
    String encoded = encoder.encodeToString(padded);
    int firstOwn = (before * 8 + 5) / 6;
    int lastOwn = padded.length * 8 / 6;
    return encoded.substring(firstOwn, lastOwn);
  }
}
