package drover.intake;

import drover.ledger.Crowd;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.NewRunsTable.Known;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.run.Journal;
import drover.task.RunId;
import drover.task.Task;
import drover.task.TaskRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Makes a task durable: the same request, asked again, is the same run. */
public final class Intake {
  private static final String TAKEN_OUT =
      "the task held a credential, which was taken out: give it as a variable or a mounted file";

  private final Journal journal;
  private final Clock clock;
  private final Crowd<Request, Answer> crowd;

  public Intake(Ledger ledger, Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
    this.crowd = ledger.crowd(this::recordAll);
  }

  /**
   * @param held whether a credential was taken out of it
   */
  private record Request(String id, String source, String key, Task task, boolean held) {}

  private sealed interface Answer {
    record Recorded(Accepted accepted) implements Answer {}

    record Conflict() implements Answer {}
  }

  /**
   * A credential in what was asked for is taken out: it would stand in the ledger for ever, and no
   * agent is told one.
   *
   * @throws IdempotencyConflict when the key was used for another task
   */
  public Accepted record(@Variable("request") TaskRequest request, @Body Task asked) {
    Task task = asked.withTexts(journal::withoutSecrets);
    String key = request.idempotencyKey();
    String id = RunId.of(request.source(), key);
    boolean held = !task.equals(asked);
    return switch (crowd.write(new Request(id, request.source(), key, task, held))) {
      case Answer.Recorded recorded -> recorded.accepted();
      case Answer.Conflict() -> throw new IdempotencyConflict(key, id);
    };
  }

  private List<Answer> recordAll(Tables tables, List<Request> requests) {
    Map<String, Known> known =
        tables.newRuns().known(requests.stream().map(Request::id).distinct().toList());
    Map<String, Request> added = new LinkedHashMap<>();
    List<Answer> answers = new ArrayList<>();
    for (Request request : requests) {
      Optional<Known> there = Optional.ofNullable(known.get(request.id()));
      if (there.isPresent()) {
        answers.add(again(request, there.get().digest(), there.get().state()));
        continue;
      }
      Request first = added.computeIfAbsent(request.id(), any -> request);
      answers.add(
          first == request // the same task may be asked for twice at once
              ? answer(request, Accepted.Freshness.NEW, RunState.QUEUED)
              : again(request, first.task().digest(), RunState.QUEUED));
    }
    if (!added.isEmpty()) {
      insert(tables, added.values());
    }
    return answers;
  }

  private static Answer again(Request request, String digest, RunState state) {
    return digest.equals(request.task().digest())
        ? answer(request, Accepted.Freshness.KNOWN, state)
        : new Answer.Conflict();
  }

  private static Answer answer(Request request, Accepted.Freshness freshness, RunState state) {
    return new Answer.Recorded(new Accepted(request.id(), freshness, state));
  }

  private void insert(Tables tables, Collection<Request> requests) {
    Instant now = clock.now();
    tables.newRuns().insert(requests.stream().map(request -> row(request, now)).toList());
    Map<String, String> texts = new LinkedHashMap<>();
    for (Request request : requests) {
      texts.put(request.id(), request.task().isRehearsal() ? "queued, a rehearsal" : "queued");
    }
    journal.begin(tables, texts);
    requests.stream()
        .filter(Request::held)
        .forEach(
            request -> journal.append(tables, request.id(), EventType.NOTICE, TAKEN_OUT, Map.of()));
  }

  private static NewRun row(Request request, Instant now) {
    Task task = request.task();
    return new NewRun(
        request.id(),
        request.source(),
        request.key(),
        task.digest(),
        task.canonicalJson(),
        task.job(),
        task.repository(),
        task.mode().word(),
        task.worker().word(),
        task.priority(),
        now);
  }
}
