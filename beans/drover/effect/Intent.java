package drover.effect;

import drover.json.Json;

/**
 * What is to be there, before anything is sent.
 *
 * @param kind word of the kind, for instance {@code pull-request}
 * @param key natural key: the same effect has the same key, whoever asks for it and however often
 * @param request what is to be there, as JSON
 */
public record Intent(String kind, String key, String request) {

  /**
   * @param what record or map that says what is to be there
   */
  public static Intent of(String kind, String key, Object what) {
    return new Intent(kind, key, Json.write(what));
  }

  /** What is to be there, as it was given to {@link #of}. */
  public <T> T requestAs(Class<T> type) {
    return Json.read(request, type);
  }
}
