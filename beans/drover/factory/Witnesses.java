package drover.factory;

import drover.limit.LimitWitness;
import drover.notify.NewsWitness;
import drover.observe.Metrics;
import drover.run.EndWitness;
import drover.run.SpendWitness;

/** Who is told what happens while runs are carried out. */
record Witnesses(EndWitness ends, SpendWitness spend, LimitWitness limits, NewsWitness news) {
  /** Nobody looks. */
  static final Witnesses NONE =
      new Witnesses(EndWitness.NONE, SpendWitness.NONE, LimitWitness.NONE, NewsWitness.NONE);

  static Witnesses counting(Metrics metrics) {
    return new Witnesses(metrics, metrics, metrics, metrics);
  }
}
