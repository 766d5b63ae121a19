package drover.operate;

import static drover.operate.StartedServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.http.HttpProblem;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One reader for all who follow: nobody is given more than they take, or kept after they left. */
class EventStreamsTest {
  private static final String RUN = "raaaaaaaaaaaaaaaa";

  private Ledger ledger;
  private EventStreams streams;

  /** Takes one thing, and nothing more until it is let. */
  private static final class Sleeper implements EventListener {
    final List<String> taken = new CopyOnWriteArrayList<>();
    volatile boolean ready = true;
    volatile boolean gone;
    volatile boolean ended;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public boolean isGone() {
      return gone;
    }

    @Override
    public void take(String text) {
      ready = false;
      taken.add(text);
    }

    @Override
    public void end() {
      ended = true;
    }

    long events() {
      return taken.stream().flatMap(String::lines).filter(line -> line.startsWith("id: ")).count();
    }
  }

  @BeforeEach
  void start(@TempDir Path data) {
    ledger = Ledger.open(data);
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      RUN,
                      "test",
                      "key",
                      "digest",
                      "{}",
                      "publisher",
                      Optional.empty(),
                      "rehearsal",
                      "claude",
                      0,
                      Instant.EPOCH));
          return RUN;
        });
    happen(120);
    streams = new EventStreams(ledger, Clock.system(), new Redactor(Map.of()), Duration.ofHours(1));
    streams.start();
  }

  @AfterEach
  void stop() {
    streams.close();
    ledger.close();
  }

  @Test
  void who_is_not_ready_is_given_nothing_while_others_go_on() {
    Sleeper sleeper = new Sleeper();
    Sleeper other = new Sleeper();
    streams.follow(RUN, 0, sleeper);
    streams.follow(RUN, 0, other);
    await("both have something", () -> sleeper.taken.size() == 1 && other.taken.size() == 1);

    other.ready = true;
    await("one has more", () -> other.taken.size() == 2);
    other.ready = true;
    await("and all", () -> other.events() == 120);

    assertThat(sleeper.taken).hasSize(1);
    assertThat(sleeper.events()).isEqualTo(50);
  }

  @Test
  void who_wakes_goes_on_where_they_were() {
    Sleeper sleeper = new Sleeper();
    streams.follow(RUN, 100, sleeper);
    await("the rest", () -> sleeper.events() == 20);
    happen(3);

    sleeper.ready = true;
    await("the news", () -> sleeper.events() == 23);

    assertThat(sleeper.taken.get(1)).startsWith("id: 121\n");
  }

  @Test
  void who_is_gone_is_forgotten() {
    Sleeper sleeper = new Sleeper();
    streams.follow(RUN, 0, sleeper);
    sleeper.gone = true;

    await("nobody is left", () -> streams.count() == 0);
  }

  @Test
  void a_stream_ends_after_all_of_a_run_that_is_over() {
    Sleeper sleeper = new Sleeper();
    streams.follow(RUN, 110, sleeper);
    await("all so far", () -> sleeper.events() == 10);
    assertThat(sleeper.ended).isFalse();
    ledger.write(
        tables -> {
          tables.runs().end(RUN, RunState.FAILED, "failed", "failed: so be it", Instant.EPOCH);
          tables.events().append(RUN, EventType.STATE, "{\"text\":\"failed\"}", Instant.EPOCH);
          return RUN;
        });
    assertThat(sleeper.ended).isFalse();

    sleeper.ready = true;
    await("the last", () -> sleeper.events() == 11);
    sleeper.ready = true;
    await("the end", () -> sleeper.ended);
    assertThat(streams.count()).isZero();
  }

  @Test
  void who_comes_after_the_end_is_sent_away_at_once() {
    streams.close();
    Sleeper late = new Sleeper();
    streams.follow(RUN, 0, late);

    assertThat(late.ended).isTrue();
  }

  @Test
  void there_is_a_bound_to_how_many_follow() {
    for (int number = 0; number < 999; number++) {
      streams.follow(RUN, 0, new Sleeper());
    }
    streams.requireRoom();
    streams.follow(RUN, 0, new Sleeper());

    assertThatThrownBy(() -> streams.requireRoom())
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  private void happen(int events) {
    ledger.write(
        tables -> {
          for (int number = 0; number < events; number++) {
            String json = Json.write(Map.of("text", "something"));
            tables.events().append(RUN, EventType.ACTIVITY, json, Instant.EPOCH);
          }
          return RUN;
        });
  }
}
