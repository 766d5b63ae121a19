package drover.config;

import drover.config.LimitSettings.WhenSilent;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Limits of one job; what it leaves out is as for all jobs. */
public record LimitOverrides(
    OptionalDouble turnCostUsd,
    OptionalDouble costUsd,
    OptionalDouble jobDayCostUsd,
    OptionalLong turnSeconds,
    OptionalLong runSeconds,
    OptionalInt consecutiveErrors,
    OptionalLong silenceSeconds,
    Optional<WhenSilent> whenSilent,
    OptionalInt wrapUpPercent) {

  LimitSettings over(LimitSettings all) {
    return new LimitSettings(
        turnCostUsd.orElse(all.turnCostUsd()),
        costUsd.orElse(all.costUsd()),
        jobDayCostUsd.orElse(all.jobDayCostUsd()),
        all.dayCostUsd(),
        turnSeconds.orElse(all.turnSeconds()),
        runSeconds.orElse(all.runSeconds()),
        consecutiveErrors.orElse(all.consecutiveErrors()),
        silenceSeconds.orElse(all.silenceSeconds()),
        whenSilent.orElse(all.whenSilent()),
        wrapUpPercent.orElse(all.wrapUpPercent()));
  }
}
