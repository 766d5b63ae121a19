package drover.observe;

import drover.config.Settings;
import drover.http.Answer;
import drover.ledger.DeliveryState;
import drover.limit.Limit;
import drover.limit.LimitWitness;
import drover.notify.NewsWitness;
import drover.run.EndWitness;
import drover.run.SpendWitness;
import drover.run.WaitingFor;
import drover.schedule.SkipWitness;
import drover.task.Mode;
import drover.task.Task;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts what happens in this process, for Prometheus; docs/metrics.md says what each name means.
 * Labels are words of closed lists and names of the configuration, never anything that a request
 * brings.
 */
public final class Metrics
    implements EndWitness, SpendWitness, LimitWitness, SkipWitness, NewsWitness {
  private static final String OTHER = "other";
  private static final Duration[] RUN_BUCKETS = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(20),
    Duration.ofMinutes(40),
    Duration.ofHours(1),
    Duration.ofHours(2),
    Duration.ofHours(4)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<String> jobs;
  private final Set<String> channels;

  /** USD that were counted too high, by counter: a counter never falls, so later money pays. */
  private final Map<Counter, Double> debts = new HashMap<>();

  public Metrics(Settings settings) {
    this.jobs = settings.jobs().keySet();
    this.channels = settings.notifications().channels().keySet();
    for (String job : jobs) {
      for (Mode mode : Mode.values()) {
        spend(job, mode); // a series that begins at 0 shows its first increase
      }
    }
    for (Limit limit : Limit.values()) {
      limits(limit);
    }
    settings.schedules().forEach((name, schedule) -> skips(name));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** In the text format of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void ended(Task task, String outcome, Duration worked) {
    String job = known(task.job());
    Counter.builder("drover.runs")
        .description("Runs that this server brought to an end")
        .tags("job", job, "outcome", outcome, "mode", task.mode().word())
        .register(registry)
        .increment();
    Timer.builder("drover.run.duration")
        .description("Time that ended runs were worked on, waiting not counted")
        .tags("job", job)
        .serviceLevelObjectives(RUN_BUCKETS)
        .register(registry)
        .record(worked);
  }

  @Override
  public synchronized void spent(Task task, double usd) {
    Counter counter = spend(known(task.job()), task.mode());
    double due = usd - debts.getOrDefault(counter, 0.0);
    debts.put(counter, Math.max(0, -due));
    counter.increment(Math.max(0, due));
  }

  @Override
  public void hit(Limit limit) {
    limits(limit).increment();
  }

  @Override
  public void skipped(String schedule) {
    skips(schedule).increment();
  }

  @Override
  public void settled(String channel, DeliveryState state) {
    String result =
        switch (state) {
          case DELIVERED, REFUSED, DROPPED -> state.word();
          case DUE, SENT -> "postponed";
        };
    Counter.builder("drover.messages")
        .description("Messages to people, by what became of a try")
        .tags("channel", channel, "result", result)
        .register(registry)
        .increment();
  }

  /** A request to a webhook was answered; other doors are not counted. */
  public void answered(String path, Answer answer) {
    if (path.equals("/webhook") || path.startsWith("/webhook/")) {
      String trigger = path.equals("/webhook") ? "webhook" : path.substring("/webhook/".length());
      Counter.builder("drover.webhooks")
          .description("Requests to webhooks, by the status of their answers")
          .tags("trigger", trigger, "status", Integer.toString(answer.status()))
          .register(registry)
          .increment();
    }
  }

  /** Shows what the ledger says. */
  public void show(LedgerFigures ledger, CommitCount commits) {
    gauge("drover.queue.runs", "Runs that are queued", ledger::queued);
    gauge("drover.paused", "1 while dispatch is paused", ledger::paused);
    for (WaitingFor what : WaitingFor.values()) {
      Gauge.builder("drover.runs.waiting", () -> ledger.waiting(what))
          .description("Runs that wait, by what they wait for")
          .tags("for", what.word())
          .register(registry);
    }
    for (String channel : channels) {
      Gauge.builder("drover.messages.undelivered", () -> ledger.undelivered(channel))
          .description("Messages to people that were tried in vain, or refused, by channel")
          .tags("channel", channel)
          .register(registry);
    }
    FunctionCounter.builder("drover.ledger.commits", commits, CommitCount::count)
        .description("Transactions that this server committed")
        .register(registry);
  }

  /**
   * Shows what goes on now.
   *
   * @param live runs that this server executes
   * @param lag how far following is behind the agents
   */
  public void show(Supplier<Number> live, Supplier<Duration> lag) {
    gauge("drover.runs.live", "Runs that this server executes now", live);
    Gauge.builder("drover.stream.lag", () -> lag.get().toMillis() / 1e3)
        .description("Age, at most, of the oldest output of a live agent that is not recorded yet")
        .baseUnit("seconds")
        .register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private Counter spend(String job, Mode mode) {
    return Counter.builder("drover.spend.usd")
        .description("US dollars that turns have cost, as far as is known; rehearsals play")
        .tags("job", job, "mode", mode.word())
        .register(registry);
  }

  private Counter limits(Limit limit) {
    return Counter.builder("drover.limits.hit")
        .description("Turns that were stopped, or not begun, because of a limit")
        .tags("limit", limit.word())
        .register(registry);
  }

  private Counter skips(String schedule) {
    return Counter.builder("drover.schedule.skipped")
        .description("Firings that were skipped because an earlier run had not ended")
        .tags("schedule", schedule)
        .register(registry);
  }

  /** A run of a job that is configured no more. */
  private String known(String job) {
    return jobs.contains(job) ? job : OTHER;
  }
}
