package drover.sandbox;

/** Whether this machine can confine a program. */
public sealed interface Availability {
  /** It was tried and works. */
  record Available() implements Availability {}

  /**
   * @param why what is missing or does not work
   * @param mend what a person can do about it
   * @param instead what whoever does without it says, and what that means
   */
  record Unavailable(String why, String mend, String instead) implements Availability {
    public Unavailable(String why, String mend) {
      this(why, mend, "add --no-sandbox to let it work as you, with your files and network");
    }

    /** The same in a container, which may be walls enough. */
    Unavailable inContainer() {
      return new Unavailable(
          why,
          mend,
          "add --no-sandbox, because this is a container: it is the sandbox then, of the agent and of the factory together");
    }
  }
}
