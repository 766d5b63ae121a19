package drover.factory;

import drover.config.PriceSettings;
import drover.config.Settings;
import drover.follow.PriceTable;
import drover.follow.PriceTable.Price;
import java.util.HashMap;
import java.util.Map;

/** The price table as configured. */
public final class Prices {
  private static final String ANY_OTHER_MODEL = "default";

  private Prices() {}

  public static PriceTable of(Settings settings) {
    Map<String, Price> byModel = new HashMap<>();
    settings.prices().forEach((model, price) -> byModel.put(model, priceOf(price)));
    Price fallback = byModel.remove(ANY_OTHER_MODEL);
    if (fallback == null) {
      throw new IllegalStateException("drover.prices.default is missing");
    }
    return new PriceTable(byModel, fallback);
  }

  private static Price priceOf(PriceSettings price) {
    return new Price(
        price.input().doubleValue(),
        price.output().doubleValue(),
        price.cacheRead().doubleValue(),
        price.cacheWrite().doubleValue());
  }
}
