package drover.github.access;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that GitHub gave a tag, so that it is asked only for what has changed since: "not
 * modified" (304) does not count against the rate limit (GitHub Docs, "Best practices for using the
 * REST API"). GitHub judges the tag anew each time, by whoever asks then.
 */
final class AnswerMemory {
  private static final int MOST_ANSWERS = 500;
  private static final int LARGEST_BYTES = 1024 * 1024;
  private static final int MOST_BYTES = 16 * LARGEST_BYTES;

  /** The answer to one address. */
  record Remembered(String tag, HttpHeaders headers, byte[] body) {}

  private final Map<URI, Remembered> answers = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  synchronized Optional<Remembered> find(URI address) {
    return Optional.ofNullable(answers.get(address));
  }

  /** Of a request that only reads, and was answered with 200. */
  synchronized void remember(URI address, HttpHeaders headers, byte[] body) {
    forget(address);
    Optional<String> tag = headers.firstValue("etag");
    if (tag.isEmpty() || body.length == 0 || body.length > LARGEST_BYTES) {
      return;
    }
    answers.put(address, new Remembered(tag.get(), headers, body));
    bytes += body.length;
    while (answers.size() > MOST_ANSWERS || bytes > MOST_BYTES) {
      forget(answers.keySet().iterator().next());
    }
  }

  private void forget(URI address) {
    Remembered former = answers.remove(address);
    if (former != null) {
      bytes -= former.body().length;
    }
  }
}
