package drover.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.credential.ModelCredentials;
import drover.credential.StoredCredentials;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.runtime.AgentRuntime;
import drover.sandbox.Availability.Unavailable;
import drover.sandbox.Bubblewrap;
import drover.sandbox.ContainerEngine;
import drover.sandbox.Sandboxes;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that can confine nobody, as a controller's pod: whose runs are held there. */
class SandboxGateTest {
  @TempDir private Path directory;
  private Ledger ledger;
  private Readiness readiness;

  @BeforeEach
  void begin() {
    Settings settings = Configuration.load(Optional.empty(), Map.of()).settings();
    Redactor redactor = new Redactor(Map.of());
    Clock clock = Clock.system();
    Path tools = Path.of("runtime-image/sandbox");
    ledger = Ledger.open(directory);
    Sandboxes sandboxes =
        new Sandboxes(
            new Bubblewrap(settings.sandbox(), tools, Map.of()),
            new ContainerEngine(
                settings.docker(),
                settings.sandbox(),
                tools,
                new CommandRunner(new ForkingLauncher(), clock),
                Map.of()),
            () -> new Unavailable("bwrap is missing", "install it"),
            new Journal(ledger, clock, redactor));
    readiness =
        new Readiness(
            new ModelCredentials(
                new Secrets(Map.of(), redactor),
                new StoredCredentials(directory),
                ledger,
                clock,
                redactor,
                AgentRuntime.CLAUDE),
            sandboxes);
  }

  @AfterEach
  void end() {
    ledger.close();
  }

  @Test
  void a_run_of_this_machine_waits_for_a_sandbox() {
    assertThat(shortage("local", Confinement.SANDBOX))
        .hasValueSatisfying(why -> assertThat(why).contains("bwrap is missing", "install it"));
  }

  @Test
  void a_run_whose_pods_confine_it_does_not() {
    assertThat(shortage("kubernetes", Confinement.SANDBOX)).isEmpty();
  }

  @Test
  void a_run_that_was_allowed_to_go_without_does_not() {
    assertThat(shortage("local", Confinement.NONE)).isEmpty();
  }

  private Optional<String> shortage(String executor, Confinement confinement) {
    Task task =
        new Task(
            Task.VERSION,
            "publisher",
            "A topic",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            executor,
            Mode.REAL,
            confinement,
            Retention.REMOVE,
            "webhook",
            "somebody",
            0,
            Optional.empty(),
            Optional.empty());
    return readiness.sandboxShortage(() -> Optional.of(task));
  }
}
