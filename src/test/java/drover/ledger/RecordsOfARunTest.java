package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events, spend and effects of a run. */
@ParameterizedClass
@EnumSource(Store.class)
class RecordsOfARunTest {
  @Parameter private Store store;
  @TempDir private Path directory;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
    Sample.insert(ledger, "r1");
    Sample.insert(ledger, "r2");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void events_are_numbered_from_one_without_gaps_whoever_writes_them() throws Exception {
    try (Ledger other = store.open(directory)) {
      List<Threads.Call<Integer>> writers =
          IntStream.range(0, 8)
              .mapToObj(n -> Threads.start(() -> tell(n % 2 == 0 ? ledger : other, "r1", 25)))
              .toList();
      tell(ledger, "r2", 3);
      for (Threads.Call<Integer> writer : writers) {
        writer.result();
      }
    }
    assertThat(ledger.read().events().after("r1", 0, 1000))
        .extracting(EventRecord::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    assertThat(ledger.read().events().after("r2", 0, 1000))
        .extracting(EventRecord::seq)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void an_event_that_was_undone_leaves_no_gap() {
    tell(ledger, "r1", 1);
    assertThatThrownBy(
            () ->
                ledger.write(
                    tables -> {
                      tables.events().append("r1", EventType.NOTICE, "{}", Sample.NOON);
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    tell(ledger, "r1", 1);
    assertThat(ledger.read().events().after("r1", 0, 10))
        .extracting(EventRecord::seq)
        .containsExactly(1L, 2L);
  }

  @Test
  void events_are_read_on_from_where_somebody_was() {
    tell(ledger, "r1", 5);
    assertThat(ledger.read().events().after("r1", 2, 2))
        .extracting(EventRecord::seq)
        .containsExactly(3L, 4L);
  }

  @Test
  void a_message_is_paid_once_however_often_it_is_reported() {
    TurnRecord turn = Sample.turn("r1", 1, 1);
    spend(turn, "msg-1", 0.25);
    spend(turn, "msg-1", 0.25);
    spend(turn, "msg-2", 0.50);
    assertThat(ledger.read().spend().ofRun("r1")).isEqualTo(0.75, within(1e-9));
  }

  @Test
  void a_later_figure_of_a_message_replaces_the_earlier_one() {
    TurnRecord turn = Sample.turn("r1", 1, 1);
    assertThat(spend(turn, "msg-1", 0.25)).isEqualTo(0.25, within(1e-9));
    assertThat(spend(turn, "msg-1", 0.40)).isEqualTo(0.15, within(1e-9));
    assertThat(ledger.read().spend().ofRun("r1")).isEqualTo(0.40, within(1e-9));
  }

  @Test
  void the_same_message_of_another_run_is_another_payment() {
    spend(Sample.turn("r1", 1, 1), "msg-1", 0.25);
    spend(Sample.turn("r2", 1, 1), "msg-1", 0.25);
    assertThat(ledger.read().spend().ofRun("r1")).isEqualTo(0.25, within(1e-9));
    assertThat(ledger.read().spend().ofRun("r2")).isEqualTo(0.25, within(1e-9));
  }

  @Test
  void a_run_costs_what_all_its_invocations_cost() {
    spend(Sample.turn("r1", 1, 1), "lost", 0.10);
    spend(Sample.turn("r1", 1, 2), "resumed", 0.20);
    spend(Sample.turn("r1", 2, 1), "review", 0.40);
    assertThat(ledger.read().spend().ofInvocation("r1", 1, 1)).isEqualTo(0.10, within(1e-9));
    assertThat(ledger.read().spend().ofInvocation("r1", 1, 2)).isEqualTo(0.20, within(1e-9));
    assertThat(ledger.read().spend().ofRun("r1")).isEqualTo(0.70, within(1e-9));
    assertThat(ledger.read().spend().ofRun("nobody")).isZero();
  }

  @Test
  void an_effect_that_was_sent_stays_sent_whatever_its_run_wants_now() {
    intend("branch:blog:x", "first request");
    mark("branch:blog:x", EffectState.SENT);
    intend("branch:blog:x", "second request");
    assertThat(effect("branch:blog:x").state()).isEqualTo(EffectState.SENT);
    assertThat(effect("branch:blog:x").request()).isEqualTo("second request");

    mark("branch:blog:x", EffectState.CONFIRMED);
    intend("branch:blog:x", "second request");
    assertThat(effect("branch:blog:x").state()).isEqualTo(EffectState.CONFIRMED);
    assertThat(effect("branch:blog:x").receipt()).contains("receipt");
  }

  @Test
  void what_is_confirmed_is_intended_anew_when_its_run_wants_something_else() {
    intend("branch:blog:x", "first request");
    mark("branch:blog:x", EffectState.CONFIRMED);

    intend("branch:blog:x", "another request");

    assertThat(effect("branch:blog:x").state()).isEqualTo(EffectState.INTENDED);
    assertThat(effect("branch:blog:x").request()).isEqualTo("another request");
  }

  private EffectRecord effect(String key) {
    return ledger.read().effects().find(key).orElseThrow();
  }

  private void intend(String key, String request) {
    ledger.write(
        tables -> {
          tables.effects().intend(key, "r1", "branch", request, Sample.NOON);
          return key;
        });
  }

  private void mark(String key, EffectState state) {
    ledger.write(
        tables -> {
          if (state == EffectState.SENT) {
            tables.effects().sent(key, Sample.NOON);
          } else {
            tables.effects().settle(key, state, "receipt", Sample.NOON);
          }
          return key;
        });
  }

  /** What came to the spend of the run. */
  private double spend(TurnRecord turn, String message, double usd) {
    return ledger.write(
        tables ->
            tables.spend().put(turn, new SpendRow(message, usd, java.time.Instant.EPOCH, "real")));
  }

  private static int tell(Ledger ledger, String run, int times) {
    for (int n = 0; n < times; n++) {
      ledger.write(
          tables -> {
            tables.events().append(run, EventType.NOTICE, "{}", Sample.NOON);
            return run;
          });
    }
    return times;
  }
}
