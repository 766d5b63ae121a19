package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import drover.operate.StartedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that were in flight when an earlier Drover was stopped go on with today's. */
class SavedLedgersIT {
  @TempDir private Path home;

  @ParameterizedTest(name = "schema {0}")
  @MethodSource("drover.upkeep.SavedLedger#schemas")
  void what_was_in_flight_goes_on_to_its_end(int schema) {
    SavedLedger saved = SavedLedger.unpacked(schema, home);
    Caller caller = saved.caller();
    String killed = saved.in("running").getFirst();
    String parked = saved.in("waiting").getFirst();
    String failed = saved.in("failed").getFirst();
    String blocked = saved.in("blocked").getFirst();

    caller.call("resume");
    assertSucceeds(caller.call("retry", killed, "--json"));
    assertSucceeds(caller.call("retry", parked, "--json"));
    assertSucceeds(caller.call("retry", failed, "--from", "turn", "--json"));
    assertSucceeds(caller.call("retry", blocked, "--from", "turn", "--json"));
    for (String queued : saved.in("queued")) {
      serve(saved, queued);
    }
    assertThat(caller.call("ledger", "check").printed()).contains("nothing contradicts itself");
  }

  private static void serve(SavedLedger saved, String queued) {
    try (StartedServer server = StartedServer.in(saved.home())) {
      server.awaitState(queued, "succeeded");
    }
  }

  private static void assertSucceeds(Answer answer) {
    JsonNode run = Json.tree(answer.printed());
    assertThat(run.path("state").asText()).as(answer.printed()).isEqualTo("succeeded");
  }
}
