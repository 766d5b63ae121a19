package drover.run;

/** A run stops in the middle of its work: cancelled, interrupted or fenced out. */
public final class RunStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StopSignal.Reason reason;

  public RunStopped(StopSignal.Reason reason) {
    super("stopped: " + reason);
    this.reason = reason;
  }

  public StopSignal.Reason getReason() {
    return reason;
  }
}
