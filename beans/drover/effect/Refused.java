package drover.effect;

/** The other side says no, and would say it again. The sentence says what to do. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  public Refused(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
