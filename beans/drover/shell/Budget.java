package drover.shell;

/** What following one command line may take, so that it always ends soon. */
final class Budget {
  private static final int CHARACTERS = 4 << 20;
  private static final int EACH = 64;

  private int left = CHARACTERS;

  /**
   * @throws Unreadable when too much was spent
   */
  void spend(int characters) throws Unreadable {
    left -= characters + EACH;
    if (left < 0) {
      throw new Unreadable("it means too many words");
    }
  }
}
