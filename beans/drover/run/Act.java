package drover.run;

/**
 * Something that a person does: it is audited with the act itself.
 *
 * @param who name of the person
 * @param why in their own words; may be empty
 */
public record Act(String who, String why) {
  /** One for which nobody gave a reason. */
  public static Act of(String who) {
    return new Act(who, "");
  }
}
