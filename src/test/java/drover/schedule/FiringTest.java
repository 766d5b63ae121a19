package drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which keys of runs stand for the same schedule and the same client. */
class FiringTest {
  private static final Instant MONDAY = Instant.parse("2026-07-13T04:00:00Z");

  @Test
  void a_run_of_another_instant_is_a_rival_and_its_own_is_none() {
    Firing firing = new Firing("weekly", MONDAY, Optional.empty());
    assertThat(firing.isRivalOf("weekly@2026-07-06T04:00:00Z")).isTrue();
    assertThat(firing.isRivalOf("weekly@2026-07-13T04:00:00Z")).isFalse();
  }

  @Test
  void a_run_for_another_client_or_for_all_is_no_rival() {
    Firing firing = new Firing("weekly", MONDAY, Optional.of("a.example"));
    assertThat(firing.isRivalOf("weekly@2026-07-06T04:00:00Z#a.example")).isTrue();
    assertThat(firing.isRivalOf("weekly@2026-07-06T04:00:00Z#b.a.example")).isFalse();
    assertThat(firing.isRivalOf("weekly@2026-07-06T04:00:00Z")).isFalse();
    assertThat(new Firing("weekly", MONDAY, Optional.empty()).isRivalOf(firing.key())).isFalse();
  }
}
