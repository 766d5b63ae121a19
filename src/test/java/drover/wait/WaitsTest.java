package drover.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drover.config.Secrets;
import drover.config.WaitSettings;
import drover.credential.ModelCredentials;
import drover.credential.StoredCredentials;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.run.ManualClock;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import drover.runtime.AgentRuntime;
import drover.turn.TurnFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Until when a usage limit is waited for, whatever the service says. */
class WaitsTest {
  private static final Duration CONFIGURED = Duration.ofMinutes(15);

  private final ManualClock clock = new ManualClock();
  private Ledger ledger;
  private Waits waits;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    ledger = Ledger.open(folder);
    Redactor redactor = new Redactor(Map.of());
    ModelCredentials credentials =
        new ModelCredentials(
            new Secrets(Map.of(), redactor),
            new StoredCredentials(folder),
            ledger,
            clock,
            redactor,
            AgentRuntime.CLAUDE);
    waits =
        new Waits(
            new WaitSettings(CONFIGURED, Duration.ofMinutes(1), Duration.ofMinutes(30), 8),
            credentials,
            ledger,
            clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Instant until(Optional<Instant> reset) {
    RunWaiting wait =
        catchThrowableOfType(RunWaiting.class, () -> waits.untilReset(limitedUntil(reset)));
    assertThat(wait.waitingFor()).isEqualTo(WaitingFor.USAGE_LIMIT);
    assertThat(wait.reason()).isEqualTo("usage-limit: none left");
    return wait.until().orElseThrow();
  }

  @Test
  void until_it_resets() {
    Instant reset = clock.now().plus(Duration.ofHours(3));
    assertThat(until(Optional.of(reset))).isEqualTo(reset);
  }

  @Test
  void a_configured_time_where_the_service_does_not_say() {
    assertThat(until(Optional.empty())).isEqualTo(clock.now().plus(CONFIGURED));
  }

  @Test
  void a_configured_time_where_it_should_have_reset_already_for_the_service_still_refuses() {
    assertThat(until(Optional.of(clock.now()))).isEqualTo(clock.now().plus(CONFIGURED));
  }

  @Test
  void never_longer_than_any_window_of_a_subscription_is() {
    assertThat(until(Optional.of(Instant.parse("9999-01-01T00:00:00Z"))))
        .isEqualTo(clock.now().plus(Duration.ofDays(8)));
  }

  private static TurnFacts limitedUntil(Optional<Instant> until) {
    return new TurnFacts(
        "usage-limited",
        "usage-limit: none left",
        until,
        "session",
        "sonnet",
        0,
        false,
        1,
        1,
        "",
        Optional.empty(),
        List.of(),
        0,
        0,
        Map.of());
  }
}
