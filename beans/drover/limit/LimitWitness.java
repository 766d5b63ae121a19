package drover.limit;

/** Is told about every limit that stops a turn, or lets none begin. */
@FunctionalInterface
public interface LimitWitness {
  /** Nobody looks. */
  LimitWitness NONE = limit -> {};

  void hit(Limit limit);
}
