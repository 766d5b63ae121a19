package drover.follow;

import java.util.Comparator;
import java.util.Map;

/**
 * What models cost. A model is looked up by its exact name, else by the longest name in the table
 * that its own name starts with, else it costs the fallback.
 */
public record PriceTable(Map<String, Price> byModel, Price fallback) {

  /** US dollars per million tokens. */
  public record Price(
      double inputPerMillion,
      double outputPerMillion,
      double cacheReadPerMillion,
      double cacheWritePerMillion) {

    double of(Usage usage) {
      return (usage.inputTokens() * inputPerMillion
              + usage.outputTokens() * outputPerMillion
              + usage.cacheReadTokens() * cacheReadPerMillion
              + usage.cacheWriteTokens() * cacheWritePerMillion)
          / 1_000_000;
    }
  }

  public PriceTable {
    byModel = Map.copyOf(byModel);
  }

  public Price priceOf(String model) {
    Price exact = byModel.get(model);
    if (exact != null) {
      return exact;
    }
    return byModel.keySet().stream()
        .filter(model::startsWith)
        .max(Comparator.comparingInt(String::length))
        .map(byModel::get)
        .orElse(fallback);
  }

  /** US dollars that this usage costs. */
  public double estimate(String model, Usage usage) {
    return usage.equals(Usage.NONE) ? 0 : priceOf(model).of(usage);
  }
}
