package drover.task;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TaskTest {

  @Property
  void the_order_of_parameters_makes_no_difference(
      @ForAll @Size(max = 8) Map<@AlphaChars @StringLength(max = 6) String, String> params,
      @ForAll Random random) {
    List<String> keys = new ArrayList<>(params.keySet());
    Collections.shuffle(keys, random);
    Map<String, String> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, params.get(key)));
    assertThat(task(shuffled, "text").canonicalJson())
        .isEqualTo(task(params, "text").canonicalJson());
    assertThat(task(shuffled, "text").digest()).isEqualTo(task(params, "text").digest());
  }

  @Property
  void what_was_recorded_reads_back_as_the_same_task(
      @ForAll @Size(max = 4) Map<String, String> params, @ForAll String prompt) {
    Task task = task(params, prompt);
    Task read = Json.read(task.canonicalJson(), Task.class);
    assertThat(read).isEqualTo(task);
    assertThat(read.digest()).isEqualTo(task.digest());
  }

  /** A changed digest would turn every repeated request of an existing run into a conflict. */
  @Test
  void the_digest_stays_what_it_is() {
    Task task = task(Map.of("tone", "dry", "agent", "researcher"), "Write about tides");
    assertThat(task.canonicalJson())
        .isEqualTo(
            "{\"version\":1,\"job\":\"agent\",\"prompt\":\"Write about tides\","
                + "\"params\":{\"agent\":\"researcher\",\"tone\":\"dry\"},"
                + "\"repository\":\"/srv/blog\",\"base\":null,\"executor\":\"local\","
                + "\"mode\":\"real\",\"confinement\":\"sandbox\",\"retention\":\"remove\","
                + "\"trigger\":\"command-line\",\"requestedBy\":\"ada\",\"priority\":0}");
    assertThat(task.digest())
        .isEqualTo("ab1225e4709a33f819b521d9b844ad4b2dba5427468b3872b2ad33b0bfc809e4");
  }

  @Test
  void another_request_has_another_digest() {
    Task task = task(Map.of(), "Write about tides");
    assertThat(task.digest()).isNotEqualTo(task(Map.of(), "Write about winds").digest());
    assertThat(task.digest()).isNotEqualTo(task(Map.of("a", "b"), "Write about tides").digest());
    assertThat(task.digest()).isNotEqualTo(task.withRepository(Optional.empty()).digest());
  }

  private static Task task(Map<String, String> params, String prompt) {
    return new Task(
        Task.VERSION,
        "agent",
        prompt,
        params,
        Optional.of("/srv/blog"),
        Optional.empty(),
        "local",
        Mode.REAL,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "command-line",
        "ada",
        0,
        Optional.empty(),
        Optional.empty());
  }
}
