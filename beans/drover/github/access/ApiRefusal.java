package drover.github.access;

/** GitHub answered that it does not do what was asked, and would answer so again. */
public final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String said;

  ApiRefusal(int status, String said) {
    super("GitHub answers %d: %s".formatted(status, said));
    this.status = status;
    this.said = said;
  }

  /** HTTP status, 4xx. */
  public int status() {
    return status;
  }

  /** Message of the answer, with the messages of its errors. */
  public String said() {
    return said;
  }
}
