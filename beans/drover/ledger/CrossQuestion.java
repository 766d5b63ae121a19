package drover.ledger;

import java.util.List;

/**
 * One way in which tables may contradict each other.
 *
 * @param sql finds each case; its columns are the texts of the sentence, the run's id first
 * @param sentence with {@code %1$s} for the run
 * @param mend the same
 */
record CrossQuestion(Flaw flaw, String sql, String sentence, String mend) {

  Inconsistency about(List<String> columns) {
    Object[] texts = columns.toArray();
    return new Inconsistency(
        flaw, columns.getFirst(), sentence.formatted(texts), mend.formatted(texts));
  }
}
