package drover.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class ObjectNamesTest {
  private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String LABEL_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?";

  @Property(tries = 300)
  void every_name_is_one_that_kubernetes_takes_whatever_the_task_is_called(
      @ForAll @StringLength(max = 300) String task,
      @ForAll @LongRange(min = 0, max = 99_999_999_999L) long seconds,
      @ForAll @IntRange(min = 1, max = 9999) int number) {
    ClusterRun run = run(task, seconds);
    assertThat(run.turnJob(number, number)).matches(DNS_LABEL);
    assertThat(run.job("deliver", number, number)).matches(DNS_LABEL);
    assertThat(run.volume()).matches(DNS_LABEL).startsWith("agent-ws-");
    assertThat(run.labels("turn").values()).allMatch(value -> value.matches(LABEL_VALUE));
  }

  @Property(tries = 100)
  void two_long_tasks_that_begin_alike_do_not_get_the_same_name(
      @ForAll @IntRange(min = 0, max = 9) int one,
      @ForAll @IntRange(min = 10, max = 99) int other) {
    String begin = "a-very-long-name-of-a-task-that-says-everything-about-what-is-to-be-done-";
    assertThat(run(begin + one, 1).turnJob(1, 1)).isNotEqualTo(run(begin + other, 1).turnJob(1, 1));
    assertThat(run(begin + one, 1).volume()).isNotEqualTo(run(begin + other, 1).volume());
  }

  private static ClusterRun run(String task, long seconds) {
    return new ClusterRun("rabcdefghijklmnop", task, task, "agents", seconds, Optional.empty());
  }
}
