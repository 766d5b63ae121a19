package drover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Claim;
import drover.ledger.DeliveryRecord;
import drover.ledger.DeliveryState;
import drover.ledger.RunState;
import drover.notify.FakeService.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages arrive in their order, once, whatever the service does meanwhile. */
@Timeout(120)
class TellingPeopleTest {
  private static final List<String> FROM_START_TO_END = List.of("started", "completed");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void the_start_and_the_end_of_a_run_are_told_in_this_order(String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      Claim run = bench.run();
      bench.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      bench.ticks(4);
      assertThat(bench.states(run)).containsOnly(DeliveryState.DELIVERED).hasSize(2);
      assertThat(bench.service.bodies()).hasSize(2);
      assertThat(bench.service.bodies().getFirst()).containsAnyOf("started", "\u25b6");
      assertThat(bench.service.bodies().getLast()).contains("completed");
    }
  }

  @Test
  void ntfy_is_told_only_what_is_over_or_needs_a_person() {
    try (NotifyBench bench = NotifyBench.configured(directory, NotifyBench.only("ntfy"))) {
      Claim run = bench.run();
      bench.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      bench.ticks(3);
      assertThat(bench.service.bodies())
          .singleElement()
          .asString()
          .contains("\"topic\":\"drover-news\"", "publisher: completed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void a_service_that_is_down_for_an_hour_is_told_everything_then_once_and_in_order(
      String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      Answer[] down = new Answer[60];
      java.util.Arrays.fill(down, Answer.of(503, "away"));
      Claim run = bench.run();
      bench.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      bench.service.answers(down);
      int asked = 0;
      for (int minute = 0; minute < 60; minute++) {
        bench.ticks(3);
        bench.clock.advance(Duration.ofMinutes(1));
      }
      asked = bench.service.requests.size();
      assertThat(asked).as("it is left alone for ever longer").isBetween(5, 15);
      assertThat(bench.ledger.read().deliveries().undeliveredByChannel()).containsEntry(channel, 1);

      FakeService back = bench.service;
      back.answers(); // nothing new: what was prepared is used up below
      while (back.requests.size() < 60) {
        bench.clock.advance(Duration.ofMinutes(15));
        bench.tick();
      }
      bench.clock.advance(Duration.ofMinutes(15));
      bench.ticks(4);
      assertThat(bench.states(run)).containsOnly(DeliveryState.DELIVERED);
      List<String> last = back.bodies().subList(60, back.bodies().size());
      assertThat(last).hasSize(2);
      assertThat(last.getLast()).contains(FROM_START_TO_END.getLast());
      assertThat(last.getFirst()).doesNotContain("told this before");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void a_service_that_asks_to_be_left_alone_is_left_alone_and_the_line_waits(String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      bench.service.answers(Answer.of(429, "slow down").with("Retry-After", "120"));
      Claim run = bench.run();
      bench.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      bench.ticks(3);
      bench.clock.advance(Duration.ofSeconds(119));
      bench.ticks(3);
      assertThat(bench.service.requests).hasSize(1);
      bench.clock.advance(Duration.ofSeconds(2));
      bench.ticks(3);
      assertThat(bench.states(run))
          .containsExactly(DeliveryState.DELIVERED, DeliveryState.DELIVERED);
      assertThat(bench.service.requests).hasSize(3);
    }
  }

  @Test
  void a_wait_that_stands_only_in_the_body_is_kept_as_well() {
    try (NotifyBench bench = NotifyBench.with(directory, "discord")) {
      bench.service.answers(
          Answer.of(429, "{\"message\":\"slow\",\"retry_after\":64.57,\"global\":true}"));
      bench.run();
      bench.tick();
      bench.clock.advance(Duration.ofSeconds(64));
      bench.tick();
      assertThat(bench.service.requests).hasSize(1);
      bench.clock.advance(Duration.ofSeconds(1));
      bench.tick();
      assertThat(bench.service.requests).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void a_message_that_is_not_taken_is_shown_and_the_next_one_goes(String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      bench.service.answers(Answer.of(400, "invalid_payload"));
      Claim run = bench.run();
      bench.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      bench.ticks(3);
      assertThat(bench.states(run)).containsExactly(DeliveryState.REFUSED, DeliveryState.DELIVERED);
      assertThat(bench.deliveries(run).getFirst().said()).contains("400", "invalid_payload");
      assertThat(bench.ledger.read().deliveries().undelivered(List.of(run.run())))
          .containsEntry(run.run(), 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void a_wrong_address_keeps_all_messages_until_somebody_has_mended_it(String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      bench.service.answers(Answer.of(404, "no_service"));
      Claim run = bench.run();
      bench.tick();
      assertThat(bench.deliveries(run).getFirst().said()).contains("404", "check");
      bench.clock.advance(Duration.ofMinutes(1));
      bench.tick();
      assertThat(bench.states(run)).containsExactly(DeliveryState.DELIVERED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "discord", "discord-bot", "ntfy"})
  void a_message_of_which_nobody_knows_whether_it_arrived_is_sent_again_and_says_so(
      String channel) {
    try (NotifyBench bench = NotifyBench.with(directory, channel)) {
      bench.service.answers(Answer.cut(), Answer.cut());
      Claim run = bench.run();
      bench.state(run, RunState.FAILED, "failed: it broke");
      bench.tick();
      for (int i = 0; i < 3; i++) {
        bench.clock.advance(Duration.ofMinutes(1));
        bench.tick();
      }
      assertThat(bench.states(run)).contains(DeliveryState.DELIVERED);
      assertThat(bench.deliveries(run).getFirst().attempts()).isPositive();
    }
  }

  @Test
  void who_died_in_the_middle_of_telling_is_followed_by_one_who_tells_it_again() {
    try (NotifyBench one = NotifyBench.with(directory, "discord");
        NotifyBench other = NotifyBench.other(directory, "discord")) {
      Claim run = one.run();
      one.ticks(0);
      one.ledger.write(
          tables -> {
            tables
                .notices()
                .unaddressed(1)
                .forEach(
                    notice -> {
                      tables.deliveries().add("discord", notice);
                      tables.deliveries().sent("discord", notice.id());
                    });
            return run;
          });
      other.tick();
      assertThat(other.service.bodies()).singleElement().asString().contains("told this before");
      one.ticks(2);
      assertThat(one.service.requests).isEmpty();
    }
  }

  @Test
  void of_two_instances_one_speaks() {
    try (NotifyBench one = NotifyBench.with(directory, "slack");
        NotifyBench other = NotifyBench.other(directory, "slack")) {
      Claim run = one.run();
      one.state(run, RunState.SUCCEEDED, "delivered: 1 file changed");
      one.tick();
      other.ticks(3);
      assertThat(one.service.requests).hasSize(1);
      assertThat(other.service.requests).isEmpty();
      one.outbox.leave();
      other.tick();
      one.ticks(3);
      assertThat(one.service.requests).hasSize(1);
      assertThat(other.service.requests).hasSize(1);
    }
  }

  @Test
  void an_old_heartbeat_makes_room_for_a_newer_one_and_a_page_is_never_dropped() {
    try (NotifyBench bench = NotifyBench.with(directory, "slack")) {
      Claim run = bench.run();
      bench.tick();
      bench.service.requests.clear();
      bench.service.answers(Answer.of(503, "away"));
      bench.clock.advance(Duration.ofMinutes(16));
      bench.heartbeats.due().forEach(bench.heartbeats::tell);
      bench.heartbeats.due().forEach(bench.heartbeats::tell); // the same one
      bench.tick();
      bench.clock.advance(Duration.ofMinutes(15));
      bench.heartbeats.due().forEach(bench.heartbeats::tell);
      bench.state(run, RunState.FAILED, "failed: it broke");
      bench.clock.advance(Duration.ofDays(9));
      bench.ticks(5);
      assertThat(bench.service.bodies()).hasSize(2);
      assertThat(bench.service.bodies().getLast()).contains("publisher: failed");
      assertThat(bench.deliveries(run))
          .extracting(DeliveryRecord::state)
          .containsExactly(
              DeliveryState.DELIVERED,
              DeliveryState.DROPPED,
              DeliveryState.DROPPED,
              DeliveryState.DELIVERED);
    }
  }

  @Test
  void a_service_that_does_not_answer_holds_up_no_other_channel() throws Exception {
    String two =
        NotifyBench.only("discord").replace("slack: {enabled: false}", "slack: {enabled: true}");
    try (NotifyBench bench = NotifyBench.sideBySide(directory, two)) {
      bench.service.hold();
      Claim run = bench.run();
      bench.tick();
      while (bench.service.requests.size() < 2) { // both wait for an answer at the same time
        Thread.onSpinWait();
      }
      bench.service.letGo();
      assertThat(run.run()).isNotEmpty();
    }
  }
}
