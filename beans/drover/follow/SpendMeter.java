package drover.follow;

import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.MessageFinished;
import drover.follow.AgentEvent.MessageStarted;
import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.TurnResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Spend of a turn, estimated message by message and corrected by what the agent reports.
 *
 * <p>Claude Code CLI 2.1.329, captured: {@code total_cost_usd} of a resumed session counts what
 * earlier processes spent, and with several results in one process each total includes the ones
 * before. Only {@code model_usage_since_last_result} is this process's own, and its parts add up;
 * where a CLI lacks it (2.1.197, and the single object of {@code --output-format json}) the last
 * total is the best there is.
 */
final class SpendMeter {

  /** Differences below a billionth of a dollar are noise of binary fractions. */
  private static final double NOISE_USD = 1e-9;

  private record MessageSpend(String model, Usage usage, double usd) {}

  private final PriceTable prices;
  private final Map<String, MessageSpend> messages = new HashMap<>();
  private final Map<String, String> openMessageByParent = new HashMap<>();
  private double rowsUsd;
  private OptionalDouble sumSinceLastUsd = OptionalDouble.empty();
  private boolean estimated = true;
  private boolean stepsEstimated;
  private final String modelOfSteps;

  /**
   * @param modelOfSteps what an agent's steps are priced as that neither tells cost nor model
   */
  SpendMeter(PriceTable prices, String modelOfSteps) {
    this.prices = prices;
    this.modelOfSteps = modelOfSteps;
  }

  double usd() {
    return Math.rint(rowsUsd * 1e9) / 1e9;
  }

  boolean estimated() {
    return estimated;
  }

  Optional<SpendUpdate> add(AgentEvent event) {
    return switch (event) {
      case AssistantMessage said -> grow(said.messageId(), said.model(), said.usage());
      case MessageStarted started -> {
        openMessageByParent.put(started.parentToolUseId().orElse(""), started.messageId());
        yield grow(started.messageId(), started.model(), started.usage());
      }
      case MessageFinished finished -> {
        String open = openMessageByParent.get(finished.parentToolUseId().orElse(""));
        String id = finished.messageId().or(() -> Optional.ofNullable(open)).orElse("");
        yield id.isEmpty() ? Optional.empty() : grow(id, "", finished.usage());
      }
      case TurnResult result -> correct(result);
      case OtherAgentEvent step -> ofStep(step);
      default -> Optional.empty();
    };
  }

  private Optional<SpendUpdate> grow(String id, String model, Usage usage) {
    MessageSpend before = messages.getOrDefault(id, new MessageSpend(model, Usage.NONE, 0));
    Usage grown = before.usage().grownTo(usage);
    if (grown.equals(before.usage())) {
      return Optional.empty();
    }
    String priced = before.model().isEmpty() ? model : before.model();
    double usd = prices.estimate(priced, grown);
    messages.put(id, new MessageSpend(priced, grown, usd));
    rowsUsd += usd - before.usd();
    estimated = true;
    return Optional.of(new SpendUpdate(id, usd));
  }

  /** Steps add up: each tells its own tokens, and its cost where the agent knows the price. */
  private Optional<SpendUpdate> ofStep(OtherAgentEvent step) {
    if (step.costUsd().isPresent()) {
      estimated = stepsEstimated;
      return Optional.of(added(step.messageId(), step.costUsd().getAsDouble()));
    }
    if (step.usage().equals(Usage.NONE)) {
      return Optional.empty();
    }
    stepsEstimated = true;
    estimated = true;
    return Optional.of(added(step.messageId(), prices.estimate(modelOfSteps, step.usage())));
  }

  private SpendUpdate added(String id, double usd) {
    MessageSpend before = messages.getOrDefault(id, new MessageSpend("", Usage.NONE, 0));
    messages.put(id, new MessageSpend("", Usage.NONE, before.usd() + usd));
    rowsUsd += usd;
    return new SpendUpdate(id, before.usd() + usd);
  }

  private Optional<SpendUpdate> correct(TurnResult result) {
    if (result.costSinceLastUsd().isPresent()) {
      double since = result.costSinceLastUsd().getAsDouble();
      sumSinceLastUsd = OptionalDouble.of(sumSinceLastUsd.orElse(0) + since);
    }
    OptionalDouble reported = sumSinceLastUsd.isPresent() ? sumSinceLastUsd : result.totalCostUsd();
    if (reported.isEmpty()) {
      return Optional.empty();
    }
    estimated = false;
    double correction = reported.getAsDouble() - rowsUsd;
    if (Math.abs(correction) < NOISE_USD) {
      return Optional.empty();
    }
    rowsUsd = reported.getAsDouble();
    return Optional.of(new SpendUpdate("result:" + result.uuid(), correction));
  }
}
