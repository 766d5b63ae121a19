package drover.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Claim;
import drover.ledger.FencedOut;
import drover.ledger.LedgerException;
import drover.run.Endings;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunStopped;
import drover.run.RunWaiting;
import drover.run.StopSignal;
import drover.run.WaitingFor;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import drover.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/**
 * The one place where the end of a run is decided: whatever a job does, exactly one end follows.
 */
class DispatchRouteTest extends CamelTestSupport {

  /** What a job gives back when its last step is done. */
  public record LastResult(String summary) {}

  /** Stands in for the life cycle and writes down what the route asks of it. */
  public static final class Told {
    final List<String> calls = new ArrayList<>();

    public RunExecution claim(String runId) {
      calls.add("claim " + runId);
      return execution(runId);
    }

    public void succeed(RunExecution run, String outcome, String summary) {
      calls.add("succeed " + outcome + ", " + summary);
    }

    public void endedBy(RunExecution run, Exception failure) {
      RunEnded how = (RunEnded) failure;
      calls.add("end " + how.state().word() + " " + how.outcome() + ", " + how.reason());
    }

    public void stoppedBy(RunExecution run, Exception failure) {
      calls.add("stop by " + failure.getMessage());
    }

    public void parkedBy(RunExecution run, Exception failure) {
      calls.add("park by " + failure.getMessage());
    }

    public void letGo(RunExecution run, Exception failure) {
      calls.add("let go for " + failure.getMessage());
    }

    public void release(RunExecution run) {
      calls.add("release");
    }

    public void breakDown(RunExecution run, Exception failure) {
      calls.add("break down " + failure.getMessage());
    }

    public void requireEveryStep(RunExecution run) {
      calls.add("require every step");
    }

    public void tidy(RunExecution run, Workspace workspace) {
      calls.add("tidy");
    }
  }

  /** Stands in for what is kept in a cluster. */
  public final class ToldOfVolumes {
    public void tidy(RunExecution run, Workspace workspace) {
      told.calls.add("tidy volume");
    }
  }

  private static final Workspace WORKSPACE =
      new Workspace("/repo", "/nonexistent/work", "/nonexistent", "b", "main", "0", List.of());

  private static String job = "publisher";

  private final Told told = new Told();

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getRegistry().bind("runs", told);
    context.getRegistry().bind("checkpoints", told);
    context.getRegistry().bind("workspaces", told);
    context.getRegistry().bind("clusterWorkspaces", new ToldOfVolumes());
    context.getRegistry().bind("endings", new Endings());
    Resource routes = ResourceHelper.resolveResource(context, "classpath:routes/dispatch.yaml");
    PluginHelper.getRoutesLoader(context).loadRoutes(routes);
    return context;
  }

  @Test
  void a_job_that_comes_to_its_end_succeeds_and_is_tidied_up() throws Exception {
    publisherDoes(
        exchange -> {
          exchange.setVariable("workspace", WORKSPACE);
          exchange.getIn().setBody(new LastResult("a branch"));
        });
    assertThat(dispatched("r1"))
        .containsExactly(
            "claim r1", "require every step", "tidy", "tidy volume", "succeed delivered, a branch");
  }

  @Test
  void a_job_that_made_no_workspace_has_nothing_to_tidy_up() throws Exception {
    publisherDoes(exchange -> exchange.getIn().setBody(new LastResult("handed on")));
    assertThat(dispatched("r1"))
        .containsExactly("claim r1", "require every step", "succeed delivered, handed on");
  }

  @Test
  void a_decision_of_the_job_is_recorded_as_it_was_made() throws Exception {
    publisherDoes(
        exchange -> {
          throw RunEnded.blocked("review-not-passed", "review-not-passed: scores too low");
        });
    assertThat(dispatched("r1"))
        .containsExactly(
            "claim r1", "end blocked review-not-passed, review-not-passed: scores too low");
  }

  @Test
  void a_stopped_run_is_stopped_for_the_reason_it_has() throws Exception {
    publisherDoes(
        exchange -> {
          throw new RunStopped(StopSignal.Reason.INTERRUPTED);
        });
    assertThat(dispatched("r1")).containsExactly("claim r1", "stop by stopped: INTERRUPTED");
  }

  @Test
  void a_stop_that_comes_while_a_step_begins_is_a_stop_too() throws Exception {
    publisherDoes(
        exchange -> {
          throw new RuntimeCamelException(
              "as Camel wraps what an expression throws",
              new RunStopped(StopSignal.Reason.INTERRUPTED));
        });
    assertThat(dispatched("r1"))
        .containsExactly("claim r1", "stop by as Camel wraps what an expression throws");
  }

  @Test
  void a_run_that_cannot_go_on_now_is_parked() throws Exception {
    publisherDoes(
        exchange -> {
          throw RunWaiting.until(WaitingFor.USAGE_LIMIT, Instant.EPOCH, "usage-limit: for now");
        });
    assertThat(dispatched("r1"))
        .containsExactly("claim r1", "park by usage-limit: usage-limit: for now");
  }

  @Test
  void who_is_fenced_out_writes_nothing() throws Exception {
    publisherDoes(
        exchange -> {
          throw new FencedOut(new Claim("r1", "somebody", 1, 1));
        });
    assertThat(dispatched("r1")).containsExactly("claim r1", "release");
  }

  @Test
  void who_cannot_write_the_ledger_lets_the_run_go_wherever_that_came_out() throws Exception {
    publisherDoes(
        exchange -> {
          throw new IllegalStateException("a step", new LedgerException("away"));
        });
    assertThat(dispatched("r1")).containsExactly("claim r1", "let go for a step");
  }

  @Test
  void what_nobody_foresaw_breaks_the_run_down() throws Exception {
    publisherDoes(
        exchange -> {
          throw new IllegalStateException("no such luck");
        });
    assertThat(dispatched("r1")).containsExactly("claim r1", "break down no such luck");
  }

  @Test
  void a_job_without_a_route_fails_and_says_so() {
    job = "mystery";
    assertThat(dispatched("r1"))
        .containsExactly("claim r1", "end failed failed, unknown-job: no route does this job");
  }

  private List<String> dispatched(String run) {
    Exchange done = template().send("direct:dispatch", e -> e.getIn().setBody(run));
    assertThat(done.getException()).isNull();
    return told.calls;
  }

  private void publisherDoes(org.apache.camel.Processor work) throws Exception {
    job = "publisher";
    context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(noErrorHandler());
                from("direct:run-publisher").process(work);
              }
            });
  }

  private static RunExecution execution(String runId) {
    Task task =
        new Task(
            Task.VERSION,
            job,
            "",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            "local",
            Mode.REHEARSAL,
            Confinement.NONE,
            Retention.REMOVE,
            "cli",
            "somebody",
            0,
            Optional.empty(),
            Optional.empty());
    return new RunExecution(
        new Claim(runId, "owner", 1, 1), task, Instant.EPOCH, Path.of("/nonexistent"));
  }
}
