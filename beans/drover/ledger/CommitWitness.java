package drover.ledger;

/**
 * Is told about every commit of the ledger on the thread that writes; while it does not return,
 * nothing is written.
 */
public interface CommitWitness {
  /** Nobody looks. */
  CommitWitness NONE =
      new CommitWitness() {
        @Override
        public void beforeCommit() {}

        @Override
        public void afterCommit() {}
      };

  /** All of the transaction is done but nothing of it is on the disk. */
  void beforeCommit();

  /** It is on the disk, and those who asked for it do not know yet. */
  void afterCommit();
}
