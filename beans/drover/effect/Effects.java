package drover.effect;

import drover.json.Json;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The marks of an effect: intended, sent, confirmed or refused. Each is one transaction, behind the
 * fence of the run.
 */
public final class Effects {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Outages outages;

  public Effects(Ledger ledger, Journal journal, Clock clock, Outages outages) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.outages = outages;
  }

  /**
   * Before anything is sent.
   *
   * @return the receipt where the same was confirmed before; empty: it has to be looked for
   */
  public Optional<Receipt> intend(RunExecution run, Intent intent) {
    String request = journal.withoutSecrets(intent.request());
    EffectRecord known =
        write(
            run,
            intent,
            tables ->
                tables
                    .effects()
                    .intend(intent.key(), run.id(), intent.kind(), request, clock.now()));
    return known.state() == EffectState.CONFIRMED && known.request().equals(request)
        ? known.receipt().map(receipt -> Json.read(receipt, Receipt.class))
        : Optional.empty();
  }

  /** From now on it may be there, whatever happens here. */
  public void sent(RunExecution run, Intent intent) {
    write(run, intent, tables -> tables.effects().sent(intent.key(), clock.now()));
  }

  /** It is there: it was looked up, or the other side said so. */
  public Receipt confirm(RunExecution run, Intent intent, Receipt receipt) {
    settle(run, intent, EffectState.CONFIRMED, receipt);
    return receipt;
  }

  /**
   * The run cannot succeed without it.
   *
   * @throws RunEnded always
   */
  public void refuse(RunExecution run, Intent intent, Exception failure) {
    String sentence = Causes.find(failure, Refused.class).sentence();
    settle(run, intent, EffectState.REFUSED, new Receipt("", sentence));
    throw RunEnded.failed("not-pushable", "not-pushable: " + sentence);
  }

  /** The run goes on without it; people are told. */
  public Receipt forgo(RunExecution run, Intent intent, Exception failure) {
    String sentence = Causes.find(failure, Refused.class).sentence();
    Receipt nothing = new Receipt("", sentence);
    settle(run, intent, EffectState.REFUSED, nothing);
    return nothing;
  }

  /**
   * The other side is not there now: the run is parked, and looks again.
   *
   * @throws RunWaiting while it is worth another look
   * @throws RunEnded when it was tried often enough
   */
  public void postpone(RunExecution run, Intent intent, Exception failure) {
    Unavailable outage = Causes.find(failure, Unavailable.class);
    int tries = ledger.read().effects().find(intent.key()).orElseThrow().attempts() + 1;
    RunWaiting wait = outages.wait(run, intent.kind(), tries, outage);
    Instant until = wait.until().orElseThrow();
    write(run, intent, tables -> tables.effects().postpone(intent.key(), until, clock.now()));
    throw wait;
  }

  private void settle(RunExecution run, Intent intent, EffectState state, Receipt receipt) {
    String json = journal.withoutSecrets(Json.write(receipt));
    write(
        run,
        intent,
        tables -> {
          tables.effects().settle(intent.key(), state, json, clock.now());
          journal.append(
              tables,
              run.id(),
              EventType.EFFECT,
              sentence(intent, state, receipt),
              details(intent, state, receipt));
        });
  }

  private static String sentence(Intent intent, EffectState state, Receipt receipt) {
    String where = receipt.url().isEmpty() ? receipt.said() : receipt.url();
    return "%s %s: %s".formatted(intent.kind(), state.word(), where);
  }

  private static Map<String, ?> details(Intent intent, EffectState state, Receipt receipt) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("key", intent.key());
    details.put("state", state);
    if (!receipt.url().isEmpty()) {
      details.put("url", receipt.url());
    }
    return details;
  }

  private EffectRecord write(RunExecution run, Intent intent, Consumer<Tables> change) {
    return ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          change.accept(tables);
          return tables.effects().find(intent.key()).orElseThrow();
        });
  }
}
