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
    assertThat(points(1, 160)).hasSizeGreaterThan(120);
    assertThat(points(1, 4_000)).hasSize(284);
  }

  @Test
  void a_few_seeds_on_github_break_off_at_every_kind_of_request_and_more_at_every_one() {
    assertThat(points(Stories.ON_GITHUB, 32)).hasSizeGreaterThan(28);
    assertThat(points(Stories.ON_GITHUB, 8 * 84)).hasSize(84 + 3 * 14);
  }

  @Test
  void seeds_in_a_cluster_break_off_at_changes_of_it_and_anywhere_else() {
    Set<String> some = points(Stories.IN_CLUSTER, 8);
    assertThat(some).hasSize(8).anyMatch(point -> point.startsWith("cluster-"));
    assertThat(points(Stories.IN_CLUSTER, 80).stream().filter(one -> one.startsWith("cluster-")))
        .hasSize(40);
  }

  @Test
  void every_trouble_of_github_meets_every_point() {
    Set<String> met = new HashSet<>();
    LongStream.range(Stories.ON_GITHUB, Stories.ON_GITHUB + 8 * 84)
        .mapToObj(Stories::of)
        .forEach(
            story ->
                met.add(story.runs().getFirst().scenario() + story.fates().getFirst().point()));
    assertThat(met).hasSize(8 * 84);
  }

  @Test
  void every_scenario_and_every_fate_is_drawn() {
    Set<String> scenarios = new HashSet<>();
    Set<Fate.Kind> kinds = new HashSet<>();
    LongStream.concat(
            LongStream.range(1, 160),
            LongStream.concat(
                LongStream.range(Stories.ON_GITHUB, Stories.ON_GITHUB + 32),
                LongStream.range(Stories.IN_CLUSTER, Stories.IN_CLUSTER + 4)))
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
