package drover.github.review;

import drover.json.WireWord;
import java.util.Set;

/** Who said something, as far as it matters here. */
public enum Speaker implements WireWord {
  /** A person who may write to the repository. */
  TRUSTED,
  /** Drover itself, by whatever account. */
  OWN,
  BOT,
  /** Anybody else, or nobody knows who. */
  STRANGER;

  /**
   * Rights by which somebody may write. GitHub gives {@code maintain} as {@code write} and {@code
   * triage} as {@code read}, and a role of an organization as the one it was made from.
   */
  private static final Set<String> WRITERS = Set.of("write", "admin");

  /** In every text that Drover writes, where people do not see it. */
  private static final String MARKER = "<!-- drover:";

  public static boolean isOurs(String text) {
    return text.contains(MARKER);
  }

  /**
   * @param type of the account: User, Bot, Organization
   * @param permission to the repository: admin, write, read or none
   */
  public static Speaker of(String type, String permission) {
    if (type.equals("Bot")) {
      return BOT;
    }
    return type.equals("User") && WRITERS.contains(permission) ? TRUSTED : STRANGER;
  }
}
