package drover.crash;

import drover.ledger.EventRecord;
import java.util.List;
import java.util.stream.IntStream;

/** Events of a run are numbered from 1 without a gap. */
final class EventsHaveNoGaps implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun(
        (run, record) -> {
          List<EventRecord> events =
              aftermath.ledger().read().events().after(record.id(), 0, 100_000);
          return IntStream.range(0, events.size())
              .filter(i -> events.get(i).seq() != i + 1)
              .mapToObj(i -> "event %d has seq %d".formatted(i + 1, events.get(i).seq()))
              .limit(1)
              .toList();
        });
  }
}
