package drover.cli;

import drover.factory.StepResults;
import drover.json.WireWord;
import drover.ledger.Ledger;
import drover.ledger.PresenceTable.Present;
import drover.ledger.RunState;
import drover.task.InvalidTask;
import drover.view.RunDocument.Summary;
import drover.view.RunDocuments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runs}: what the ledger holds, newest first. */
@Command(name = "runs", description = "Lists runs, newest first.", sortOptions = false)
final class RunsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--state", paramLabel = "S", description = "Only runs in this state.")
  private Optional<String> state = Optional.empty();

  @Option(names = "--job", paramLabel = "J", description = "Only runs of this job.")
  private Optional<String> job = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; default ${DEFAULT-VALUE}.")
  private int limit = 20;

  private final Surroundings surroundings;

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new InvalidTask("--limit is %d, needs at least 1".formatted(limit));
    }
    try (Ledger ledger = surroundings.openLedger()) {
      List<Summary> runs =
          new RunDocuments(ledger, StepResults.TYPES)
              .list(state.map(RunsCommand::known), job, limit);
      if (common.json()) {
        surroundings.printJson(runs);
      } else if (runs.isEmpty()) {
        surroundings.print("no runs; begin with ./drover run publisher \"...\" --rehearse");
      } else {
        Map<String, Present> presence = presence(ledger);
        runs.forEach(run -> line(run, Optional.ofNullable(presence.get(run.id()))));
      }
    }
    return ExitStatus.DONE;
  }

  private static RunState known(String word) {
    try {
      return WireWord.parse(RunState.class, word);
    } catch (IllegalArgumentException e) {
      throw new InvalidTask(
          "there is no state %s; there are %s"
              .formatted(
                  Style.oneLine(word, 40),
                  Arrays.stream(RunState.values())
                      .map(RunState::word)
                      .collect(Collectors.joining(", "))));
    }
  }

  private Map<String, Present> presence(Ledger ledger) {
    return ledger.read().presence().at(surroundings.clock().now()).stream()
        .collect(Collectors.toMap(Present::run, Function.identity()));
  }

  private void line(Summary run, Optional<Present> at) {
    Style style = surroundings.style();
    surroundings.print(
        "%s  %s  %-10s %s%s  %s%s%s%s%s"
            .formatted(
                style.strong(run.id()),
                run.createdAt().toString().substring(0, 19) + "Z",
                run.job(),
                style.state(run.state(), 11),
                String.format(Locale.ROOT, "%8.4f USD", run.costUsd()),
                Style.oneLine(run.prompt(), 50),
                RunReport.waiting(run)
                    .map(what -> style.attention("  (waits " + what + ")"))
                    .orElse(""),
                at.map(one -> "  (at %s: %s)".formatted(one.resource(), one.purpose())).orElse(""),
                run.undelivered() > 0
                    ? style.attention("  (undelivered messages: %d)".formatted(run.undelivered()))
                    : "",
                run.rehearsal() ? style.faint("  (rehearsal)") : ""));
  }
}
