package drover.ledger;

/** Somebody else owns the run now: stop one's own work on it and write nothing. */
public final class FencedOut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedOut(Claim claim) {
    super("run " + claim.run() + " is owned by another instance since fence " + claim.fence());
  }
}
