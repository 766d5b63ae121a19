package drover.schedule;

/** Is told about every firing that was skipped because an earlier run had not ended. */
@FunctionalInterface
public interface SkipWitness {
  void skipped(String schedule);
}
