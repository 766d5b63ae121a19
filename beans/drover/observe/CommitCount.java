package drover.observe;

import drover.ledger.CommitWitness;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the commits of the ledger, and lets another witness see them too. */
public final class CommitCount implements CommitWitness {
  private final AtomicLong commits = new AtomicLong();
  private final CommitWitness other;

  public CommitCount(CommitWitness other) {
    this.other = other;
  }

  @Override
  public void beforeCommit() {
    other.beforeCommit();
  }

  @Override
  public void afterCommit() {
    commits.incrementAndGet();
    other.afterCommit();
  }

  long count() {
    return commits.get();
  }
}
