package drover.config;

import java.math.BigDecimal;

/** USD per million tokens of one model. */
public record PriceSettings(
    BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {}
