package drover.http;

import drover.intake.IdempotencyConflict;
import drover.intake.QueueFull;
import drover.json.MalformedJson;
import drover.ledger.LedgerException;
import drover.redact.Redactor;
import drover.run.NotRunnable;
import drover.task.InvalidTask;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong with a request, as its answer: no stack, no secret. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Duration LEDGER_LATER = Duration.ofSeconds(10);

  private final Redactor redactor;

  public Problems(Redactor redactor) {
    this.redactor = redactor;
  }

  public Answer answer(Exception failure) {
    Answer answer = Answer.problem(problemIn(failure));
    return new Answer(
        answer.status(),
        answer.contentType(),
        redactor.redact(answer.text()),
        answer.location(),
        answer.retryAfter());
  }

  /** Camel puts wrappers around what a bean throws. */
  private static HttpProblem problemIn(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case HttpProblem problem -> {
          return problem;
        }
        case InvalidTask invalid -> {
          return HttpProblem.badRequest(message(invalid));
        }
        case MalformedJson malformed -> {
          return HttpProblem.badRequest(message(malformed));
        }
        case IdempotencyConflict conflict -> {
          return HttpProblem.conflict(message(conflict));
        }
        case NotRunnable refused -> {
          return HttpProblem.conflict(message(refused));
        }
        case QueueFull full -> {
          return HttpProblem.tooMuch(message(full), full.retryAfter());
        }
        case LedgerException unusable -> {
          LOG.error("The ledger cannot be used: {}", message(unusable));
          return HttpProblem.unavailable(
              "the ledger cannot be used now: ask again, with the same key if there was one",
              LEDGER_LATER);
        }
        default -> {}
      }
    }
    String name = UUID.randomUUID().toString();
    LOG.error("A request broke ({})", name, failure);
    return HttpProblem.broken(name);
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }
}
