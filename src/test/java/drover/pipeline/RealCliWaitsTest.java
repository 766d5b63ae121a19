package drover.pipeline;

import static drover.claude.ApiFailure.authRejected;
import static drover.claude.ApiFailure.overloaded;
import static drover.claude.ApiFailure.usageLimited;
import static drover.claude.ScriptedStep.failure;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.credential.Fingerprint;
import drover.credential.StoredCredentials;
import drover.ledger.Tables;
import drover.ledger.UsageWindow;
import drover.machine.Clock;
import drover.view.RunDocument;
import drover.view.RunDocument.Step;
import drover.view.RunDocument.Turn;
import drover.wait.Vigil;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose model is not to be had waits, and goes on in the same session when it is. */
@NeedsRealClaudeCli
class RealCliWaitsTest {
  private static final String NEW_TOKEN = "sk-ant-oat01-another-fake-token-of-the-tests";

  private final Instant inTwoHours =
      Clock.system().now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
  private RealCliBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = RealCliBench.in(folder);
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void aUsageLimitParksTheRunUntilItResetsAndTheSameSessionGoesOn() {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(says.write("A draft"), failure(usageLimited(inTwoHours)))
        .thenNextTime(says.commit("Add a post"), says.report());
    says.passing();

    RunDocument parked = bench.publish("Write");

    assertWaits(parked, "usage-limit", "usage-limit: ");
    assertThat(parked.summary().waitingUntil()).hasValue(inTwoHours);
    assertThat(parked.summary().finishedAt()).isEmpty();
    assertThat(bench.factory().record().owner()).as("nobody holds it").isEmpty();

    RunDocument done = bench.factory().goOn();

    assertDelivered(done);
    assertThat(done.turns())
        .extracting(Turn::name, turn -> turn.outcome().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("implement", "usage-limited"),
            org.assertj.core.groups.Tuple.tuple("implement", "succeeded"),
            org.assertj.core.groups.Tuple.tuple("review", "succeeded"));
    assertThat(done.turns().get(1).sessionId()).isEqualTo(done.turns().get(0).sessionId());
    assertThat(done.steps()).extracting(Step::name).doesNotHaveDuplicates();
  }

  @Test
  void aReviewWaitsAsTheWorkDoes() {
    bench.says().implementing();
    bench
        .says()
        .whenReviewing()
        .then(failure(usageLimited(inTwoHours)))
        .thenNextTime(bench.says().review(5));

    assertWaits(bench.publish("Write"), "usage-limit", "usage-limit: ");

    RunDocument done = bench.factory().goOn();

    assertDelivered(done);
    assertThat(done.turns())
        .extracting(Turn::name)
        .as("the work is not done again")
        .containsExactly("implement", "review", "review");
  }

  @Test
  void whatTheServiceSaysOfTheSubscriptionIsKept() {
    bench.says().whenImplementing().then(failure(usageLimited(inTwoHours)));

    bench.publish("Write");

    assertThat(read().usageWindows().latest())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.name()).isEqualTo("five_hour");
              assertThat(window.status()).isEqualTo("rejected");
              assertThat(window.utilization()).hasValue(1);
              assertThat(window.resetsAt()).hasValue(inTwoHours);
            });
  }

  @Test
  void aRefusedCredentialParksTheRunUntilAnotherOneComes() {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(failure(authRejected()))
        .thenNextTime(says.write("A draft"), says.commit("Add a post"), says.report());
    says.passing();

    RunDocument parked = bench.publish("Write");

    assertWaits(parked, "credential", "http-401: ");
    assertThat(parked.summary().waitingUntil()).isEmpty();
    assertThat(parked.summary().reason().orElseThrow())
        .contains("claude setup-token", "./drover credential set claude")
        .doesNotContain(FactoryBench.TOKEN);
    String refused = Fingerprint.of(FactoryBench.TOKEN).sha256();
    assertThat(read().rejectedCredentials().contains(refused)).isTrue();
    Vigil vigil = bench.factory().factory().vigil(bench.factory().record());
    assertThat(vigil.isDue()).as("with the same token").isFalse();
    int asked = bench.api().messageRequests().size();
    assertWaits(bench.factory().goOn(), "credential", "no-credential: ");
    assertThat(bench.api().messageRequests()).as("asked with a refused token").hasSize(asked);

    new StoredCredentials(bench.factory().data()).store(StoredCredentials.CLAUDE, NEW_TOKEN);

    assertThat(vigil.isDue()).isTrue();
    assertDelivered(bench.factory().goOn());
    List<ReceivedRequest> after = bench.api().messageRequests();
    assertThat(after.subList(asked, after.size()))
        .allSatisfy(
            request -> assertThat(request.header("Authorization")).hasValue("Bearer " + NEW_TOKEN));
  }

  @Test
  void anOverloadedModelIsAskedAgainLaterAndEachWaitIsTwiceAsLong() {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(failure(overloaded()))
        .thenNextTime(failure(overloaded()))
        .thenNextTime(says.write("A draft"), says.commit("Add a post"), says.report());
    says.passing();

    Instant before = Clock.system().now();
    RunDocument first = bench.publish("Write");
    assertWaits(first, "usage-limit", "overloaded: ");
    assertThat(first.summary().waitingUntil().orElseThrow())
        .isAfterOrEqualTo(before.plusSeconds(60));
    assertThat(first.summary().reason().orElseThrow()).contains("(wait 1 of 8)");

    before = Clock.system().now();
    RunDocument second = bench.factory().goOn();
    assertThat(second.summary().waitingUntil().orElseThrow())
        .isAfterOrEqualTo(before.plusSeconds(120));

    RunDocument done = bench.factory().goOn();
    assertDelivered(done);
    assertThat(done.summary().attempt()).isEqualTo(1);
  }

  @Test
  void aModelThatStaysOverloadedFailsTheRunInTheEnd() {
    bench.factory().with("DROVER_WAITS_OVERLOAD_TRIES", "1");
    bench.says().whenImplementing().then(failure(overloaded()));

    assertWaits(bench.publish("Write"), "usage-limit", "overloaded: ");

    RunDocument failed = bench.factory().goOn();
    assertThat(failed.summary().state()).isEqualTo("failed");
    assertThat(failed.summary().reason().orElseThrow()).startsWith("overloaded: ");
  }

  @Test
  void aJobThatTakesOnlyWhatIsLeftDoesNotBeginWhileLittleIs() {
    bench.factory().with("DROVER_JOBS_PUBLISHER_START_BELOW_UTILIZATION", "0.8");
    bench.says().implementing();
    bench.says().passing();
    use(0.92);

    RunDocument parked = bench.publish("Write");

    assertWaits(parked, "usage-limit", "little-capacity: 92 % of the subscription's five_hour");
    assertThat(parked.summary().waitingUntil()).hasValue(inTwoHours);
    assertThat(parked.turns()).isEmpty();

    use(0.5);

    assertDelivered(bench.factory().goOn());
  }

  private void use(double utilization) {
    bench
        .factory()
        .factory()
        .ledger()
        .write(
            tables -> {
              tables
                  .usageWindows()
                  .record(
                      new UsageWindow(
                          "five_hour",
                          Clock.system().now(),
                          "allowed_warning",
                          java.util.OptionalDouble.of(utilization),
                          java.util.Optional.of(inTwoHours)));
              return utilization;
            });
  }

  private Tables read() {
    return bench.factory().factory().ledger().read();
  }

  private static void assertWaits(RunDocument run, String waitingFor, String reason) {
    assertThat(run.summary().reason().orElse("none")).startsWith(reason);
    assertThat(run.summary().state()).isEqualTo("waiting");
    assertThat(run.summary().waitingFor()).hasValue(waitingFor);
  }

  private static void assertDelivered(RunDocument run) {
    assertThat(run.summary().reason().orElse("none")).startsWith("delivered: ");
    assertThat(run.summary().state()).isEqualTo("succeeded");
    assertThat(run.summary().waitingFor()).isEmpty();
  }
}
