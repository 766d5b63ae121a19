package drover.cli;

import drover.ledger.EventRecord;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.TurnRecord;
import drover.run.NotRunnable;
import drover.run.RunDirectory;
import drover.task.InvalidTask;
import drover.upkeep.Part;
import drover.view.EventDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs RUN}: what happened in a run, from its first event on. */
@Command(name = "logs", description = "Shows what happened in a run.", sortOptions = false)
final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(250);

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run has ended.")
  private boolean follow;

  @Option(names = "--raw", description = "The agent's own output instead, turn after turn.")
  private boolean raw;

  private final Surroundings surroundings;

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Ledger ledger = surroundings.openLedger()) {
      RunRecord found = KnownRun.find(ledger, run);
      if (raw && common.json()) {
        throw new InvalidTask("--raw is the agent's own output: leave --json out");
      }
      if (raw) {
        printRaw(ledger, found);
      } else {
        printEvents(ledger, found.id());
      }
    }
    return ExitStatus.DONE;
  }

  private void printEvents(Ledger ledger, String id) throws InterruptedException {
    EventLines lines = new EventLines(surroundings.style(), surroundings.columns().orElse(400));
    long seen = 0;
    while (true) {
      boolean over = ledger.read().runs().find(id).orElseThrow().state().isEnded();
      List<EventRecord> news = ledger.read().events().after(id, seen, 1000);
      for (EventRecord event : news) {
        print(event, lines);
        seen = event.seq();
      }
      if (news.isEmpty() && (over || !follow)) {
        return;
      }
      if (news.isEmpty()) {
        surroundings.clock().sleep(LOOK);
      }
    }
  }

  private void print(EventRecord event, EventLines lines) {
    if (common.json()) {
      surroundings.printJson(EventDocument.of(event));
    } else {
      lines.of(event).ifPresent(surroundings::print);
    }
  }

  /** Without what could steer a terminal; valid JSON holds none of it. */
  private static String harmless(String line) {
    return line.replaceAll("[\\p{Cc}&&[^\t]]", "");
  }

  private void printRaw(Ledger ledger, RunRecord found) {
    Path directory = RunDirectory.of(surroundings.site().dataDirectory(), found.id());
    for (TurnRecord turn : ledger.read().turns().all(found.id())) {
      Path file = directory.resolve(turn.file());
      if (!Files.exists(file)) {
        if (isTidied(ledger, found)) {
          surroundings.complain(
              "the output of turn %d was removed, as old as it is".formatted(turn.turn()));
        }
        continue; // else reserved, and the factory died before the agent started
      }
      // a reader that replaces what is no UTF-8: agents may print anything
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
        reader.lines().map(LogsCommand::harmless).forEach(surroundings::print);
      } catch (IOException e) {
        throw new NotRunnable("the output " + file + " cannot be read: " + e.getMessage());
      }
    }
  }

  private static boolean isTidied(Ledger ledger, RunRecord run) {
    return ledger.read().tidied().ofRun(run.id()).stream()
        .anyMatch(row -> row.part().equals(Part.OUTPUT.word()) && row.removedAt().isPresent());
  }
}
