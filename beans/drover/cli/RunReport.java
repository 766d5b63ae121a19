package drover.cli;

import drover.run.Report;
import drover.run.RunDirectory;
import drover.view.RunDocument;
import drover.view.RunDocument.Gate;
import drover.view.RunDocument.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells a person about a run: where its result is, how to look at it, its scores and its cost. */
final class RunReport {
  private static final int LINES_OF_A_REPORT = 12;

  private final Surroundings surroundings;
  private final Style style;

  RunReport(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.style = surroundings.style();
  }

  /** Before a run: which it is. */
  void heading(RunDocument run) {
    Summary summary = run.summary();
    surroundings.print(
        "%s  %s%s"
            .formatted(
                style.strong("run " + summary.id()),
                summary.job(),
                summary.rehearsal() ? ", a rehearsal: no model, no network, no cost" : ""));
  }

  /** After a run: what came of it. */
  void result(RunDocument run) {
    Summary summary = run.summary();
    surroundings.print("");
    surroundings.print(
        "%s%s%s"
            .formatted(
                style.state(summary.state()),
                summary
                    .outcome()
                    .filter(outcome -> !outcome.equals(summary.state()))
                    .map(outcome -> ": " + outcome)
                    .orElse(""),
                summary.rehearsal() ? "  (a rehearsal: no model worked on it)" : ""));
    facts(run);
    approvable(run).forEach(hint -> line("approve", hint));
    line("more", "./drover show " + summary.id());
  }

  /** Everything the ledger knows. */
  void all(RunDocument run) {
    Summary summary = run.summary();
    surroundings.print(
        "%s  %s  %s%s"
            .formatted(
                style.strong(summary.id()),
                summary.job(),
                style.state(summary.state()),
                summary.rehearsal() ? "  (rehearsal)" : ""));
    summary.reason().ifPresent(reason -> line("reason", Style.oneLine(reason, 300)));
    waiting(summary).ifPresent(what -> line("waiting", what));
    line("prompt", Style.oneLine(summary.prompt(), 100));
    line("asked by", summary.requestedBy() + " through " + summary.trigger());
    line("created", summary.createdAt() + "  attempt " + summary.attempt());
    facts(run);
    summary.workspace().ifPresent(path -> line("workspace", path));
    run.steps().forEach(this::step);
    run.turns()
        .forEach(
            turn ->
                line(
                    "turn",
                    "%-11s %s%s  %s"
                        .formatted(
                            turn.name(),
                            style.state(turn.outcome().orElse("running"), 11),
                            usd(turn.costUsd()),
                            turn.model().orElse(""))));
    run.effects()
        .forEach(effect -> line("effect", effect.key() + "  " + style.state(effect.state())));
    run.approvals().forEach(this::gate);
    approvable(run).forEach(hint -> line("approve", hint));
  }

  private void gate(Gate gate) {
    String what =
        gate.approvedBy()
            .map(
                who ->
                    "approved by %s at %s%s%s"
                        .formatted(
                            who,
                            gate.approvedAt().orElseThrow(),
                            gate.why().map(why -> ": " + Style.oneLine(why, 120)).orElse(""),
                            gate.used() ? "" : "  (not used)"))
            .or(() -> gate.never().map(why -> "nobody may approve it, " + Style.oneLine(why, 300)))
            .orElse("not approved");
    line("gate", "%s in attempt %d: %s".formatted(gate.gate(), gate.attempt(), what));
  }

  /** How a person lets it pass, where a person may. */
  private static List<String> approvable(RunDocument run) {
    boolean open =
        run.summary().state().equals("blocked")
            && run.approvals().stream()
                .anyMatch(
                    gate ->
                        gate.attempt() == run.summary().attempt()
                            && gate.never().isEmpty()
                            && gate.approvedBy().isEmpty());
    return open
        ? List.of("./drover approve %s --why \"...\"".formatted(run.summary().id()))
        : List.of();
  }

  /** For what, and until when where that is known. */
  static Optional<String> waiting(Summary summary) {
    return summary
        .waitingFor()
        .map(
            what ->
                "for " + what + summary.waitingUntil().map(until -> " until " + until).orElse(""));
  }

  private void facts(RunDocument run) {
    Summary summary = run.summary();
    where(summary);
    run.report().ifPresent(this::report);
    run.reviews()
        .forEach(
            review ->
                line(
                    "review " + review.round(),
                    (review.passed() ? style.good("passed") : style.attention("not passed"))
                        + "  "
                        + review.scores().entrySet().stream()
                            .map(score -> score.getKey() + " " + score.getValue())
                            .collect(Collectors.joining(", "))));
    if (!summary.state().equals("succeeded")) {
      lastFindings(run).forEach(finding -> line("finding", Style.oneLine(finding, 200)));
    }
    line("cost", usd(summary.costUsd()) + time(summary));
  }

  /** The first lines, which hold the answer, and where the rest is. */
  private void report(Report report) {
    report
        .accuracy()
        .ifPresent(share -> line("accuracy", String.format(Locale.ROOT, "%.2f", share)));
    report
        .text()
        .lines()
        .filter(text -> !text.isBlank())
        .limit(LINES_OF_A_REPORT)
        .forEach(text -> line("report", Style.oneLine(text, 200)));
    line("all of it", report.artifact());
  }

  /** Where the branch is, and how to look at it without running anything of the agent's. */
  private void where(Summary summary) {
    if (summary.repository().isEmpty() || summary.branch().isEmpty()) {
      return;
    }
    String branch = summary.branch().get();
    String repository = summary.repository().get();
    if (summary.outcome().filter("delivered"::equals).isEmpty()) {
      line("branch", branch + ", not delivered");
      lookAtKept(summary);
    } else if (Files.isDirectory(Path.of(repository))) {
      line("branch", branch + " in " + repository);
      look(Path.of(repository), summary);
    } else {
      line("branch", branch + ", kept on this machine");
      lookAtKept(summary);
    }
  }

  /** Not in the agent's own directory: git commands there would obey a configuration it wrote. */
  private void lookAtKept(Summary summary) {
    Path kept =
        RunDirectory.of(surroundings.site().dataDirectory(), summary.id()).resolve("clean.git");
    if (Files.isDirectory(kept)) {
      look(kept, summary);
    }
  }

  private void look(Path repository, Summary summary) {
    line(
        "look",
        "git -C %s log -p %s..%s"
            .formatted(
                quoted(repository.toString()),
                summary.base().orElse("HEAD"),
                summary.branch().orElse("HEAD")));
  }

  private static List<String> lastFindings(RunDocument run) {
    return run.reviews().isEmpty() ? List.of() : run.reviews().getLast().findings();
  }

  private void step(RunDocument.Step step) {
    line(
        "step",
        "%-11s %s%s"
            .formatted(
                step.name() + (step.ordinal() > 1 ? ":" + step.ordinal() : ""),
                style.state(step.state(), 11),
                step.summary().map(text -> Style.oneLine(text, 120)).orElse("")));
  }

  private static String time(Summary summary) {
    if (summary.startedAt().isEmpty() || summary.finishedAt().isEmpty()) {
      return "";
    }
    Duration took = Duration.between(summary.startedAt().get(), summary.finishedAt().get());
    return ", %d s".formatted(Math.max(1, took.toSeconds()));
  }

  private static String usd(double amount) {
    return String.format(Locale.ROOT, "%.4f USD", amount);
  }

  private static String quoted(String path) {
    return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private void line(String name, String value) {
    surroundings.print("  " + style.faint(String.format("%-10s", name)) + " " + value);
  }
}
