package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people are to be told, on each store. */
class DeliveriesTableTest {
  private static final Instant LATER = Sample.NOON.plusSeconds(60);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void a_notice_is_addressed_sent_and_swept_when_everybody_has_it(Store store) {
    try (Ledger ledger = store.open(directory)) {
      NoticeRecord notice = notice("r1/1", 1, "failed");
      write(ledger, tables -> tables.notices().add(notice));
      write(ledger, tables -> tables.notices().add(notice));
      assertThat(ledger.read().notices().unaddressed(10)).containsExactly(notice);
      write(ledger, tables -> tables.deliveries().add("slack", notice));
      write(ledger, tables -> tables.notices().addressed("r1/1", Sample.NOON));
      assertThat(ledger.read().notices().unaddressed(10)).isEmpty();
      assertThat(ledger.read().deliveries().waiting(LATER)).containsExactly("slack");

      write(
          ledger,
          tables ->
              tables
                  .deliveries()
                  .postpone("slack", "r1/1", DeliveryState.DUE, LATER, "it answered 503"));
      assertThat(ledger.read().deliveries().waiting(Sample.NOON)).isEmpty();
      assertThat(ledger.read().deliveries().first("slack").flatMap(DeliveryRecord::nextAt))
          .isEqualTo(Optional.of(LATER));
      assertThat(ledger.read().deliveries().undelivered(List.of("r1"))).containsEntry("r1", 1);
      assertThat(ledger.read().deliveries().undeliveredByChannel()).containsEntry("slack", 1);
      write(ledger, tables -> tables.notices().sweep(LATER.plusSeconds(60)));
      assertThat(ledger.read().notices().find("r1/1")).isPresent();

      write(
          ledger,
          tables ->
              tables.deliveries().settle("slack", "r1/1", DeliveryState.DELIVERED, LATER, "ok"));
      write(ledger, tables -> tables.notices().sweep(LATER.plusSeconds(60)));
      assertThat(ledger.read().notices().find("r1/1")).isEmpty();
      assertThat(ledger.read().deliveries().ofRun("r1")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_speaks_until_he_leaves_or_is_silent_for_too_long(Store store) {
    try (Ledger ledger = store.open(directory)) {
      assertThat(speaks(ledger, "one", Duration.ofHours(1))).isTrue();
      assertThat(speaks(ledger, "other", Duration.ofHours(1))).isFalse();
      assertThat(speaks(ledger, "one", Duration.ZERO)).isTrue();
      assertThat(speaks(ledger, "other", Duration.ofHours(1))).isTrue();
      write(ledger, tables -> tables.deliveries().leave("other"));
      assertThat(speaks(ledger, "one", Duration.ofHours(1))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_heartbeat_is_dropped_where_its_run_has_something_newer_to_tell(Store store) {
    try (Ledger ledger = store.open(directory)) {
      for (NoticeRecord notice :
          List.of(
              notice("r1/h1", 1, "heartbeat"),
              notice("r1/h2", 2, "heartbeat"),
              notice("r1/3", 3, "failed"))) {
        write(ledger, tables -> tables.notices().add(notice));
        write(ledger, tables -> tables.deliveries().add("slack", notice));
      }
      assertThat(
              ledger.<Integer>write(
                  tables -> tables.deliveries().dropOvertaken("slack", "heartbeat", LATER)))
          .isEqualTo(2);
      assertThat(
              ledger.<Integer>write(
                  tables -> tables.deliveries().dropBefore("slack", "failed", Sample.NOON, LATER)))
          .isZero();
      assertThat(ledger.read().deliveries().first("slack").orElseThrow().notice().id())
          .isEqualTo("r1/3");
    }
  }

  private static boolean speaks(Ledger ledger, String who, Duration time) {
    return ledger.write(tables -> tables.deliveries().speak("slack", who, time));
  }

  private static NoticeRecord notice(String id, long seq, String event) {
    return new NoticeRecord(id, "r1", seq, event, "{}", Sample.NOON);
  }

  private static void write(Ledger ledger, java.util.function.Consumer<Tables> work) {
    ledger.write(
        tables -> {
          work.accept(tables);
          return tables;
        });
  }
}
