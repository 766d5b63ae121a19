package drover.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoriesTest {
  @Test
  void a_seed_stands_for_one_story() {
    assertThat(LongStream.range(1, 200).mapToObj(Stories::of).toList())
        .isEqualTo(LongStream.range(1, 200).mapToObj(Stories::of).toList());
  }

  @Test
  void a_few_hundred_seeds_break_off_at_every_kind_of_point_and_thousands_at_every_point() {
    assertThat(points(1, 208)).hasSizeGreaterThan(150);
    assertThat(points(1, 4_000)).hasSize(284);
  }

  @Test
  void every_scenario_and_every_fate_is_drawn() {
    Set<String> scenarios = new HashSet<>();
    Set<Fate.Kind> kinds = new HashSet<>();
    LongStream.range(1, 208)
        .mapToObj(Stories::of)
        .forEach(
            story -> {
              story.runs().forEach(run -> scenarios.add(run.scenario()));
              story.fates().forEach(fate -> kinds.add(fate.kind()));
            });
    assertThat(scenarios).hasSize(Scenarios.ALL.size());
    assertThat(kinds).containsExactlyInAnyOrder(Fate.Kind.values());
  }

  private static Set<String> points(long first, int count) {
    Set<String> points = new HashSet<>();
    LongStream.range(first, first + count)
        .mapToObj(Stories::of)
        .forEach(story -> points.add(story.fates().getFirst().point()));
    return points;
  }
}
