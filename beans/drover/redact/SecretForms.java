package drover.redact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds any of a set of texts in one pass: by the hash of four characters, then by comparison. */
final class SecretForms {

  private static final int KEY_CHARACTERS = 4;
  private static final int BUCKETS = 1 << 16;

  private final Set<String> forms;
  private final BitSet starts = new BitSet(BUCKETS);
  private final Map<Integer, List<String>> byStart = new HashMap<>();

  private SecretForms(Set<String> forms) {
    this.forms = forms;
    for (String form : forms) {
      int bucket = bucket(form, 0);
      starts.set(bucket);
      byStart.computeIfAbsent(bucket, any -> new ArrayList<>()).add(form);
    }
  }

  static SecretForms none() {
    return new SecretForms(Set.of());
  }

  SecretForms with(String secret) {
    Set<String> more = new LinkedHashSet<>(forms);
    return more.addAll(Encodings.of(secret)) ? new SecretForms(more) : this;
  }

  /** Secrets that overlap go together, so that no end of one is left standing. */
  String redact(String text) {
    StringBuilder redacted = new StringBuilder();
    int copied = 0;
    int secretStart = -1;
    int secretEnd = -1;
    for (int at = 0; at <= text.length() - KEY_CHARACTERS; at++) {
      int length = starts.get(bucket(text, at)) ? longestAt(text, at) : 0;
      if (length == 0) {
        continue;
      }
      if (at >= secretEnd) {
        copied = copyUpTo(text, copied, secretStart, secretEnd, redacted);
        secretStart = at;
      }
      secretEnd = Math.max(secretEnd, at + length);
    }
    if (secretEnd < 0) {
      return text;
    }
    copied = copyUpTo(text, copied, secretStart, secretEnd, redacted);
    return redacted.append(text, copied, text.length()).toString();
  }

  Optional<Redactor.Place> find(String text, int from) {
    for (int at = from; at <= text.length() - KEY_CHARACTERS; at++) {
      int length = starts.get(bucket(text, at)) ? longestAt(text, at) : 0;
      if (length > 0) {
        return Optional.of(new Redactor.Place(at, at + length));
      }
    }
    return Optional.empty();
  }

  private static int copyUpTo(
      String text, int copied, int secretStart, int secretEnd, StringBuilder redacted) {
    if (secretStart < 0) {
      return copied;
    }
    redacted.append(text, copied, secretStart).append(Redactor.MARK);
    return secretEnd;
  }

  private int longestAt(String text, int at) {
    int longest = 0;
    for (String form : byStart.getOrDefault(bucket(text, at), List.of())) {
      if (form.length() > longest && text.startsWith(form, at)) {
        longest = form.length();
      }
    }
    return longest;
  }

  private static int bucket(String text, int at) {
    int hash = text.charAt(at);
    hash = hash * 31 + text.charAt(at + 1);
    hash = hash * 31 + text.charAt(at + 2);
    hash = hash * 31 + text.charAt(at + 3);
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }
}
