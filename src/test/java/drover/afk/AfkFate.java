package drover.afk;

import drover.ledger.CommitWitness;

/**
 * When a server dies: at one of its commits, on the disk or not. From then on it writes nothing,
 * until somebody starts it again.
 */
final class AfkFate implements CommitWitness {
  private int left = Integer.MAX_VALUE;
  private boolean isWritten;
  private boolean isDead;

  /** Dies at the commit of that number, from 1 on, counted from now. */
  synchronized void dieBefore(int commit) {
    left = commit;
    isWritten = false;
  }

  synchronized void dieAfter(int commit) {
    left = commit;
    isWritten = true;
  }

  synchronized boolean isDead() {
    return isDead;
  }

  synchronized void startAgain() {
    left = Integer.MAX_VALUE;
    isDead = false;
  }

  @Override
  public synchronized void beforeCommit() {
    if (isDead) {
      throw new IllegalStateException("this server is dead");
    }
    left--;
    if (left == 0 && !isWritten) {
      die();
    }
  }

  @Override
  public synchronized void afterCommit() {
    if (left == 0 && isWritten) {
      die();
    }
  }

  private void die() {
    isDead = true;
    throw new IllegalStateException("this server dies now");
  }
}
