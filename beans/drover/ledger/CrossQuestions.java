package drover.ledger;

import java.util.List;

/** Everything that {@link CrossChecks} asks. */
final class CrossQuestions {
  private static final String ENDED = "('succeeded', 'failed', 'cancelled', 'blocked', 'frozen')";
  private static final String RESTORE =
      "restore a backup from before that, or live with what is missing (docs/operations.md)";
  private static final String NOTHING_LOST =
      "nothing is lost and nothing goes on wrongly; tell whoever makes Drover";

  /** What a row of {@code runs} says about itself. */
  static final List<CrossQuestion> OF_RUNS =
      List.of(
          new CrossQuestion(
              Flaw.UNKNOWN_WORD,
              "select id, state from runs where state not in ('queued', 'running', 'waiting') and state not in "
                  + ENDED,
              "run %1$s is in the state %2$s, which is none",
              "it was changed by hand, or by a newer Drover: use that one, or restore a backup"),
          new CrossQuestion(
              Flaw.HALF_ENDED,
              "select id, state from runs where state in "
                  + ENDED
                  + " and (finished_at is null or outcome is null)",
              "run %1$s has ended as %2$s, but not when, or not why",
              NOTHING_LOST),
          new CrossQuestion(
              Flaw.HALF_ENDED,
              "select id, state from runs where state in ('queued', 'running', 'waiting')"
                  + " and (finished_at is not null or outcome is not null)",
              "run %1$s is %2$s, yet has an end",
              "./drover cancel %1$s, then ./drover retry %1$s"),
          new CrossQuestion(
              Flaw.STILL_OWNED,
              "select id, state, owner from runs where state not in ('running') and owner is not null",
              "run %1$s is %2$s, yet instance %3$s holds it",
              NOTHING_LOST),
          new CrossQuestion(
              Flaw.STILL_OWNED,
              "select id, state from runs where state <> 'running' and working_since is not null",
              "run %1$s is %2$s, yet its time goes on to count",
              NOTHING_LOST),
          new CrossQuestion(
              Flaw.ABANDONED,
              "select id from runs where state = 'running' and owner is null",
              "run %1$s is running, and nobody is named who executes it",
              "a server takes it up by itself; one that was begun with run: ./drover retry %1$s"),
          new CrossQuestion(
              Flaw.WAITS_FOR_NOTHING,
              "select id from runs where state = 'waiting' and waiting_for is null",
              "run %1$s waits, and nothing says for what",
              "./drover retry %1$s lets it go on, ./drover cancel %1$s ends it"),
          new CrossQuestion(
              Flaw.TWO_ON_A_BRANCH,
              """
              select a.id, b.id, a.branch, a.repo from runs a join runs b
                on a.repo = b.repo and a.branch = b.branch and a.id < b.id
              where a.state in ('queued', 'running', 'waiting')
                and b.state in ('queued', 'running', 'waiting')
              """,
              "runs %1$s and %2$s both work on branch %3$s of %4$s",
              "./drover cancel one of them, and submit its task again"));

  /** What its steps, turns, events, money and effects say about a run. */
  static final List<CrossQuestion> OF_WORK =
      List.of(
          new CrossQuestion(
              Flaw.OPEN_STEP,
              """
              select steps.run, runs.state, steps.name, cast(steps.seq as varchar(20))
              from steps join runs on runs.id = steps.run
              where steps.state = 'running' and runs.state in
              """
                  + ENDED,
              "run %1$s has ended as %2$s, but its step %3$s (%4$s) has not",
              "./drover retry %1$s does the step again, where the run did not succeed"),
          new CrossQuestion(
              Flaw.NO_RESULT,
              """
              select run, name, cast(seq as varchar(20)) from steps
              where state = 'finished' and (result_json is null or finished_at is null)
              """,
              "run %1$s has finished its step %2$s (%3$s), but not what came of it",
              "./drover retry %1$s --from %2$s does the step again, where the run did not succeed"),
          new CrossQuestion(
              Flaw.STEPS_OUT_OF_ORDER,
              """
              select run, cast(count(*) as varchar(20)), cast(max(seq) as varchar(20)) from steps
              where state <> 'superseded' group by run having count(*) <> max(seq)
              """,
              "run %1$s has %2$s steps that count, the last of which is number %3$s",
              RESTORE),
          new CrossQuestion(
              Flaw.STEPS_OUT_OF_ORDER,
              """
              select steps.run, cast(steps.attempt as varchar(20)), cast(runs.attempt as varchar(20))
              from steps join runs on runs.id = steps.run where steps.attempt > runs.attempt
              """,
              "run %1$s has a step of attempt %2$s, but is in attempt %3$s",
              RESTORE),
          new CrossQuestion(
              Flaw.OPEN_TURN,
              """
              select turns.run, runs.state, cast(turns.turn as varchar(20)), cast(invocation as varchar(20))
              from turns join runs on runs.id = turns.run
              where turns.outcome is null and runs.state in
              """
                  + ENDED,
              "run %1$s has ended as %2$s, but its turn %3$s (invocation %4$s) has not",
              "what it cost may be too low; look for programs that are left: ./drover logs %1$s --raw"),
          new CrossQuestion(
              Flaw.BELONGS_NOWHERE,
              """
              select turns.run, cast(turns.turn as varchar(20)), cast(turns.step as varchar(20)) from turns
              where not exists (select 1 from steps where steps.run = turns.run and steps.seq = turns.step
                and steps.attempt = turns.attempt)
              """,
              "run %1$s has turn %2$s of a step %3$s that is not there",
              RESTORE),
          new CrossQuestion(
              Flaw.BELONGS_NOWHERE,
              """
              select spend.run, cast(turn as varchar(20)), cast(invocation as varchar(20)) from spend
              where not exists (select 1 from turns where turns.run = spend.run
                and turns.turn = spend.turn and turns.invocation = spend.invocation)
                and exists (select 1 from runs where runs.id = spend.run)
              """,
              "run %1$s has spent money in turn %2$s (invocation %3$s), which is not there",
              "the money counts against its limits all the same"),
          new CrossQuestion(
              Flaw.EVENT_GAP,
              """
              select run, cast(count(*) as varchar(20)), cast(max(seq) as varchar(20)) from events
              group by run having count(*) <> max(seq) or min(seq) <> 1
              """,
              "run %1$s has %2$s events, the last of which is number %3$s",
              RESTORE),
          new CrossQuestion(
              Flaw.OPEN_EFFECT,
              """
              select effects.run, runs.state, effects.kind, effects.state, effects.key
              from effects join runs on runs.id = effects.run
              where effects.state = 'sent' and runs.state in
              """
                  + ENDED,
              "run %1$s has ended as %2$s, but its %3$s is only %4$s: nobody knows whether %5$s is there",
              "look there; ./drover retry %1$s looks first as well, where the run did not succeed"),
          new CrossQuestion(
              Flaw.OPEN_EFFECT,
              """
              select effects.run, runs.state, effects.kind, effects.state, effects.key
              from effects join runs on runs.id = effects.run
              where effects.state = 'intended' and runs.state in
              """
                  + ENDED,
              "run %1$s has ended as %2$s, but its %3$s is only %4$s: %5$s was not sent",
              "./drover retry %1$s sends it, where the run did not succeed"),
          new CrossQuestion(
              Flaw.UNKNOWN_WORD,
              """
              select run, name, state from steps
              where state not in ('running', 'finished', 'failed', 'superseded')
              """,
              "run %1$s has a step %2$s in the state %3$s, which is none",
              RESTORE),
          new CrossQuestion(
              Flaw.UNKNOWN_WORD,
              """
              select run, kind, state from effects
              where state not in ('intended', 'sent', 'confirmed', 'refused')
              """,
              "run %1$s has an effect %2$s in the state %3$s, which is none",
              RESTORE));

  private CrossQuestions() {}

  /** Rows of runs that are not there. */
  static List<CrossQuestion> orphans() {
    return EndedRunsTable.OF_A_RUN.stream()
        .map(
            table ->
                new CrossQuestion(
                    Flaw.UNKNOWN_RUN,
                    """
                    select %1$s.run, cast(count(*) as varchar(20)) from %1$s
                    where not exists (select 1 from runs where runs.id = %1$s.run) group by %1$s.run
                    """
                        .formatted(table),
                    "run %1$s is not there, but %2$s of its rows are, in " + table,
                    RESTORE))
        .toList();
  }
}
