package drover.github.review;

import drover.effect.Intent;
import drover.json.Json;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.Ledger;
import drover.ledger.ToldComment;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.turn.TurnFacts;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/** What people are answered in their threads once a run has delivered what they asked for. */
public final class ReviewAnswers {
  private static final int LONGEST = 400;

  private final Ledger ledger;
  private final Journal journal;
  private final ReviewReply reply;

  public ReviewAnswers(Ledger ledger, Journal journal, ReviewReply reply) {
    this.ledger = ledger;
    this.journal = journal;
    this.reply = reply;
  }

  /** For routes: the oldest one that is not given yet; nothing: all are. */
  public Optional<ReviewAnswer> next(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified) {
    return ledger.read().pullRequests().toldTo(run.id()).stream()
        .map(told -> answer(run, workspace, verified, told))
        .filter(answer -> !isSettled(reply.intent(answer)))
        .findFirst();
  }

  private ReviewAnswer answer(
      RunExecution run, Workspace workspace, Verified verified, ToldComment told) {
    String url = told.pullRequest();
    String moved =
        told.head().equals(verified.commit())
            ? "No change, the branch stays at `%.7s`".formatted(verified.commit())
            : "Commit `%.7s`".formatted(verified.commit());
    String text =
        sentence(run, told.kind() + " " + told.comment())
            .map(done -> moved + ": " + done)
            .orElse(moved + ".");
    return new ReviewAnswer(
        workspace.repository(),
        Integer.parseInt(url.substring(url.lastIndexOf('/') + 1)),
        told.kind() + "-" + told.comment(),
        told.thread(),
        journal.withoutSecrets(text));
  }

  /** What the agent said it did about it, in the last turn that said so. */
  private Optional<String> sentence(RunExecution run, String comment) {
    Pattern line =
        Pattern.compile("(?mi)^\\W*" + Pattern.quote(comment) + "\\b[\\s*_`]*:[\\s*_`]*(\\S.*)$");
    return ledger.read().turns().all(run.id()).stream()
        .flatMap(turn -> turn.report().stream())
        .map(json -> Json.read(json, TurnFacts.class))
        .flatMap(facts -> line.matcher(words(facts)).results())
        .map(found -> shown(found.group(1)))
        .reduce((first, last) -> last);
  }

  /** Its last words, or where it reports in a schema the summary of that. */
  private static String words(TurnFacts facts) {
    return facts.answer()
        + facts
            .structured()
            .map(json -> "\n" + Json.tree(json).path("summary").asText(""))
            .orElse("");
  }

  /** The agent's words stay words: no mention, no HTML and no marker comes of them. */
  private static String shown(String words) {
    String line = words.replaceAll("\\p{Cntrl}", " ").strip();
    String start = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    return start.replace("@", "@\u200B").replace("<", "&lt;");
  }

  private boolean isSettled(Intent intent) {
    return ledger
        .read()
        .effects()
        .find(intent.key())
        .map(EffectRecord::state)
        .filter(state -> state == EffectState.CONFIRMED || state == EffectState.REFUSED)
        .isPresent();
  }
}
