package drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the soak calls flat, and what it does not. */
class TrendTest {

  @Test
  void what_swings_around_one_level_is_flat() {
    assertThat(trend(look -> 100 + look % 7).isFlat(4)).isTrue();
  }

  @Test
  void what_rises_only_while_the_server_warms_up_is_flat() {
    assertThat(trend(look -> Math.min(100, 20 * look)).isFlat(4)).isTrue();
  }

  @Test
  void what_loses_a_little_at_every_look_is_not_flat() {
    assertThat(trend(look -> 100 + look).isFlat(4)).isFalse();
  }

  @Test
  void one_look_at_a_bad_moment_says_nothing() {
    assertThat(trend(look -> look == 55 ? 999 : 100).isFlat(4)).isTrue();
  }

  private static Trend trend(IntUnaryOperator figure) {
    List<Sample> samples =
        IntStream.range(0, 60)
            .mapToObj(
                look -> new Sample(0, 0, new ThreadNames(Map.of("t", figure.applyAsInt(look))), 0))
            .toList();
    return Trend.of(samples, Sample::threads);
  }
}
