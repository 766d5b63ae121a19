package drover.json;

/** A body that is no JSON as it has to be; the message is for whoever sent it. */
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedJson(String message) {
    super(message);
  }
}
