package drover.leak;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A secret that was planted somewhere.
 *
 * @param name where it was planted
 */
record Credential(String name, String value) {
  /**
   * Characters of a beginning that give a secret away: where a text was shortened in the middle.
   */
  private static final int LONG_ENOUGH = 30;

  /** By name: the ways in which it may turn up. Made here without any code of the product. */
  Map<String, String> forms() {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("plain", value);
    forms.put("JSON", json());
    forms.put("base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.put("base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    forms.put("hex", hex);
    forms.put("HEX", hex.toUpperCase(Locale.ROOT));
    forms.put("form-encoded", url);
    forms.put("percent-encoded", url.replace("+", "%20"));
    forms.put("percent-encoded, lower case", lowerPercents(url.replace("+", "%20")));
    return forms;
  }

  /** By name: what nobody may find. */
  Map<String, String> traces() {
    Map<String, String> traces = new LinkedHashMap<>(forms());
    traces.put("beginning", value.substring(0, Math.min(value.length(), LONG_ENOUGH)));
    return traces;
  }

  private String json() {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }

  private static String lowerPercents(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
      lower.replace(at, at + 3, encoded.substring(at, at + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }
}
