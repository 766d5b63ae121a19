package drover.crash;

import drover.json.Json;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.EventType;
import java.util.List;

/**
 * A delivered run has its effects, confirmed, and each was confirmed once for what was asked; one
 * that was not delivered has tried none.
 */
final class EffectsHappenOnce implements Invariant {
  private static final List<String> LOCAL = List.of("branch");
  private static final List<String> ON_GITHUB =
      List.of("branch", "pull-request", "pull-request-label", "push");

  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun(
        (run, record) -> {
          List<String> kinds = run.told().isOnGithub() ? ON_GITHUB : LOCAL;
          List<EffectRecord> effects = aftermath.ledger().read().effects().ofRun(record.id());
          boolean right =
              switch (record.state()) {
                case SUCCEEDED ->
                    kinds.equals(kinds(effects))
                        && effects.stream().allMatch(one -> one.state() == EffectState.CONFIRMED)
                        && effects.stream()
                            .allMatch(
                                one ->
                                    confirmations(aftermath, one) == deliveries(run.told(), one));
                case CANCELLED -> kinds.containsAll(kinds(effects));
                default -> effects.isEmpty();
              };
          return right
              ? List.of()
              : List.of("is %s with the effects %s".formatted(record.state(), effects));
        });
  }

  private static List<String> kinds(List<EffectRecord> effects) {
    return effects.stream().map(EffectRecord::kind).sorted().toList();
  }

  /** A label that is on stays on; the rest is brought about again for what was told. */
  private static long deliveries(Scenario scenario, EffectRecord effect) {
    boolean isTold = scenario.ends() == Scenario.Ends.TOLD;
    return isTold && !effect.kind().equals("pull-request-label") ? 2 : 1;
  }

  private static long confirmations(Aftermath aftermath, EffectRecord effect) {
    return aftermath.ledger().read().events().after(effect.run(), 0, 100_000).stream()
        .filter(event -> event.type() == EventType.EFFECT)
        .map(event -> Json.tree(event.json()))
        .filter(event -> event.path("key").asText().equals(effect.key()))
        .filter(event -> event.path("state").asText().equals("confirmed"))
        .count();
  }
}
