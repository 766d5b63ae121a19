package drover.crash;

import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import java.util.List;

/** A delivered run has one effect, confirmed; one that was not delivered has tried none. */
final class EffectsHappenOnce implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun(
        (run, record) -> {
          List<EffectRecord> effects = aftermath.ledger().read().effects().ofRun(record.id());
          boolean right =
              switch (record.state()) {
                case SUCCEEDED ->
                    effects.size() == 1 && effects.getFirst().state() == EffectState.CONFIRMED;
                case CANCELLED -> effects.size() <= 1;
                default -> effects.isEmpty();
              };
          return right
              ? List.of()
              : List.of("is %s with the effects %s".formatted(record.state(), effects));
        });
  }
}
