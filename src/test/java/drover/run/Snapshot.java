package drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the ledger says about a run at one moment.
 *
 * @param writers number of executions whose claim is valid
 */
record Snapshot(
    RunRecord run,
    List<StepRecord> allSteps,
    List<StepRecord> kept,
    List<EventRecord> events,
    List<String> stateEvents,
    long writers) {

  void assertEquals(RunModel model, List<Worker> instances) {
    assertThat(run.state()).isEqualTo(model.state);
    assertThat(run.owner())
        .isEqualTo(model.owner.map(instance -> instances.get(instance).instance.id()));
    assertThat(run.fence()).as("fence").isEqualTo(model.fence);
    assertThat(run.attempt()).as("attempt").isEqualTo(model.attempt);
    assertThat(run.outcome()).as("outcome").isEqualTo(model.outcome);
    assertThat(run.cancelRequestedAt().isPresent())
        .as("cancel requested")
        .isEqualTo(model.cancelRequested);
    assertThat(kept.stream().map(Snapshot::asModelled)).isEqualTo(model.kept);
    assertThat(allSteps).hasSize(model.kept.size() + model.superseded);
    assertThat(stateEvents).isEqualTo(model.stateEvents);
  }

  /** Holds at every moment. */
  void assertSound() {
    assertThat(writers).as("executions that may write").isLessThanOrEqualTo(1);
    assertThat(run.owner().isPresent())
        .as("has an owner")
        .isEqualTo(run.state() == RunState.RUNNING);
    assertThat(run.finishedAt().isPresent()).as("is over").isEqualTo(run.state().isEnded());
    assertThat(events)
        .extracting(EventRecord::seq)
        .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(stateEvents).last().isEqualTo(run.state().word());
    assertThat(kept)
        .extracting(StepRecord::seq)
        .isEqualTo(IntStream.rangeClosed(1, kept.size()).boxed().toList());
  }

  /** Holds between a moment and the next. */
  void assertFollows(Snapshot before, boolean byRetry) {
    assertThat(run.fence()).as("fence").isGreaterThanOrEqualTo(before.run.fence());
    assertThat(events.subList(0, before.events.size())).isEqualTo(before.events);
    if (!run.state().equals(before.run.state())) {
      assertThat(stateEvents.size()).isGreaterThan(before.stateEvents.size());
    }
    if (byRetry) {
      return;
    }
    assertThat(run.attempt()).isEqualTo(before.run.attempt());
    if (before.run.state().isEnded()) {
      assertThat(this).as("what has ended changes by a retry alone").isEqualTo(before);
    }
    for (StepRecord step : before.kept) {
      if (step.state() == StepState.FINISHED) {
        StepRecord now = kept.get(step.seq() - 1);
        assertThat(now.result()).as("result of a finished step").isEqualTo(step.result());
        assertThat(now.attempt()).isEqualTo(step.attempt());
      }
    }
  }

  private static RunModel.Step asModelled(StepRecord step) {
    return new RunModel.Step(
        step.attempt(),
        step.name(),
        step.ordinal(),
        step.state(),
        step.result().map(json -> Json.tree(json).path("result").path("what").asText()));
  }
}
