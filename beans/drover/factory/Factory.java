package drover.factory;

import drover.config.Configuration;
import drover.intake.Accepted;
import drover.ledger.CommitWitness;
import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Act;
import drover.run.StopSignal;
import drover.task.TaskRequest;
import drover.view.RunDocument;
import drover.view.RunDocuments;
import drover.wait.Vigil;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The factory in this process: the ledger, and the routes that carry out runs. */
public final class Factory implements AutoCloseable {
  private static final String LOOK =
      "seda:bell?size=1&blockWhenFull=true&waitForTaskToComplete=Always";
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_WORDS = Duration.ofMillis(100);
  private final Ledger ledger;
  private final Parts parts;
  private final Main camel;
  private final ProducerTemplate routes;

  Factory(Ledger ledger, Parts parts, Main camel) {
    this.ledger = ledger;
    this.parts = parts;
    this.camel = camel;
    this.routes = camel.getCamelContext().createProducerTemplate();
  }

  /**
   * Opens the ledger and starts the routes.
   *
   * @throws drover.ledger.LedgerException when the ledger cannot be used
   */
  public static Factory start(Site site, Configuration configuration) {
    return start(site, configuration, new Redactor(site.environment()));
  }

  /** The same for a caller with output of its own, whose redactor hears of every secret. */
  public static Factory start(Site site, Configuration configuration, Redactor redactor) {
    return start(site, configuration, redactor, CommitWitness.NONE);
  }

  /** The same with somebody who is told about every commit of the ledger. */
  public static Factory start(
      Site site, Configuration configuration, Redactor redactor, CommitWitness witness) {
    Ledger ledger = Ledger.open(site.ledger(configuration, redactor), witness);
    Main camel = new Main();
    try {
      Parts parts =
          new Parts(site, configuration, ledger, redactor, InstanceRole.FOREGROUND, Witnesses.NONE);
      return start(configuration, ledger, parts, camel, RouteFiles.OF_RUNS, parts.forRoutes());
    } catch (RuntimeException e) {
      camel.stop();
      ledger.close();
      throw e;
    }
  }

  /** Starts what was made, in its order. */
  static Factory start(
      Configuration configuration,
      Ledger ledger,
      Parts parts,
      Main camel,
      List<String> routes,
      Map<String, Object> beans) {
    parts.instance().start();
    startRoutes(configuration, camel, routes, beans);
    parts.liveRuns().start();
    return new Factory(ledger, parts, camel);
  }

  /** Starts Camel with some of the routes. */
  static void startRoutes(
      Configuration configuration, Main camel, List<String> routes, Map<String, Object> beans) {
    camel.setDefaultPropertyPlaceholderLocation("false");
    // no hook of Camel's own: whoever started the factory stops it, in its own order
    camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
    Properties properties = new Properties();
    properties.putAll(configuration.properties());
    camel.setInitialProperties(properties);
    camel.configure().withRoutesIncludePattern(includePattern(routes));
    beans.forEach(camel::bind);
    camel.start();
  }

  /**
   * Hands a request to the intake route.
   *
   * @throws drover.task.InvalidTask when it cannot become a run
   */
  public Accepted accept(TaskRequest request) {
    return asked(() -> routes.requestBody("direct:intake", request, Accepted.class));
  }

  /**
   * Executes a run here, until it ends or waits.
   *
   * @throws drover.run.NotRunnable when it is over, or executed elsewhere
   */
  public void execute(String runId) {
    Exchange done = routes.send("direct:dispatch", exchange -> exchange.getIn().setBody(runId));
    if (done.getException() != null) {
      throw unwrapped(done.getException());
    }
  }

  /**
   * Looks for work, and returns when every idle run has come before the gates; only in a server.
   */
  void look() {
    asked(() -> routes.requestBody(LOOK, "look", String.class));
  }

  /** Asks dispatch for a look; only in a server. */
  void ring() {
    routes.send("direct:ring", exchange -> exchange.getIn().setBody("look"));
  }

  /** Makes a run ready to go on; see {@link drover.run.Retry}. */
  public RunRecord retry(String runId, Optional<String> from, Act act) {
    ledger.read().runs().find(runId).ifPresent(parts::checkBeforeRetry);
    return parts.acts().retry().prepare(runId, from, act);
  }

  /** Watches over a parked run until it can go on by itself. */
  public Vigil vigil(RunRecord parked) {
    return parts.vigil(parked);
  }

  /** Lets a blocked run pass its gate; see {@link drover.run.Approve}. */
  public RunRecord approve(String runId, String who, String why) {
    ledger.read().runs().find(runId).ifPresent(parts::checkBeforeRetry);
    return parts.acts().approve().approve(runId, who, why);
  }

  /** Tells the agent of a run what else to do; see {@link drover.run.Instructions}. */
  public RunRecord tell(String runId, String who, String text) {
    ledger.read().runs().find(runId).ifPresent(parts::checkBeforeRetry);
    return parts.acts().instructions().tell(runId, who, text);
  }

  /** Answers what the agent of a run asked; see {@link drover.run.Instructions}. */
  public RunRecord answer(String runId, String who, String text) {
    return parts.acts().instructions().answer(runId, who, text);
  }

  /** Runs that this run handed in, oldest first. */
  public List<String> handedInBy(String runId) {
    return ledger.read().openRuns().handedInBy(runId);
  }

  /** Who executes the run now. */
  public Optional<InstanceRecord> ownerOf(RunRecord run) {
    return parts.owners().liveOwnerOf(ledger.read(), run);
  }

  /** The run as it is shown. */
  public RunDocument document(String runId) {
    RunRecord run = ledger.read().runs().find(runId).orElseThrow();
    return new RunDocuments(ledger, StepResults.TYPES).of(run);
  }

  /** Lets people be told the rest; what takes too long stays for another process. */
  public void tellPeople() {
    Clock clock = parts.clock();
    Instant end = clock.now().plus(LAST_WORDS);
    try {
      while (parts.news().outbox().hasSomethingDue() && clock.now().isBefore(end)) {
        routes.sendBody("direct:tell-people", "");
        clock.sleep(BETWEEN_WORDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks all live runs to stop where they are; they can be resumed. */
  public void interrupt() {
    parts.liveRuns().stopAll(StopSignal.Reason.INTERRUPTED);
  }

  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    camel.stop();
    parts.news().leave();
    parts.agents().close();
    parts.cluster().close();
    parts.liveRuns().close();
    parts.instance().close();
    parts.scratch().close();
    ledger.close();
  }

  private static String includePattern(List<String> names) {
    return String.join(
        ",", names.stream().map(name -> "classpath:routes/" + name + ".yaml").toList());
  }

  private static <T> T asked(java.util.function.Supplier<T> question) {
    try {
      return question.get();
    } catch (CamelExecutionException e) {
      throw unwrapped(e);
    }
  }

  /** The exception that a bean threw, without what Camel put around it. */
  static RuntimeException unwrapped(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel")) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
