package drover.follow;

import drover.follow.PriceTable.Price;
import java.util.Map;

/** Prices that the captured transcripts were made with, inferred from the totals in them. */
public final class InferredPrices {
  private static final Price OPUS = new Price(4, 20, 0.2, 5);

  public static final PriceTable TABLE =
      new PriceTable(
          Map.of(
              "claude-sonnet-5-5", new Price(2, 10, 0.1, 2.5),
              "claude-sonnet-5", new Price(3, 15, 0.3, 3.75),
              "claude-opus-5-5", OPUS),
          OPUS);

  private InferredPrices() {}
}
