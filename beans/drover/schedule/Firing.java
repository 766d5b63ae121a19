package drover.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * One run that a schedule wants.
 *
 * @param at the scheduled instant, however late it is
 * @param client whose run it is; empty: there is only one
 */
public record Firing(String schedule, Instant at, Optional<String> client) {
  private static final String AT = "@";
  private static final String FOR = "#";

  /** The same on every instance: {@code <schedule>@<instant>}, and {@code #<client>}. */
  public String key() {
    return prefix() + at + suffix();
  }

  /** Of the keys of all firings of the schedule. */
  String prefix() {
    return schedule + AT;
  }

  /** Whether a key, which begins like this one's, stands for another firing for the same client. */
  boolean isRivalOf(String key) {
    boolean isForTheSame =
        client.isPresent()
            ? key.endsWith(suffix())
            : !key.substring(prefix().length()).contains(FOR);
    return isForTheSame && !key.equals(key());
  }

  private String suffix() {
    return client.map(name -> FOR + name).orElse("");
  }
}
