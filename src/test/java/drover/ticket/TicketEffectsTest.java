package drover.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import drover.deliver.News;
import drover.effect.Effects;
import drover.effect.Outages;
import drover.effect.Receipt;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.run.Causes;
import drover.run.RunWaiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to a ticket happens once, whatever goes wrong on the way. */
class TicketEffectsTest {
  @TempDir private Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private TicketBench bench;
  private Ticket ticket;

  @BeforeEach
  void start() throws Exception {
    bench = TicketBench.about(folder, "IX-1");
    bench.linear.issue("IX-1", "Greet", "Please.");
    ticket = bench.reading().read(bench.run);
    Outages outages =
        new Outages(bench.settings().outages(), bench.ledger, bench.journal, bench.clock());
    camel
        .getRegistry()
        .bind("effects", new Effects(bench.ledger, bench.journal, bench.clock(), outages));
    camel.getRegistry().bind("ticketComment", new TicketComment(bench.api()));
    camel.getRegistry().bind("ticketState", new TicketState(bench.api()));
    String[] parts =
        Files.readString(Path.of("routes/steps/effects.yaml")).split("(?m)^(?=- templatedRoute:)");
    String ours =
        parts[0]
            + String.join(
                "", Stream.of(parts).filter(part -> part.contains("effect-ticket")).toList());
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("e.yaml", ours));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    bench.close();
  }

  static Stream<LinearFault> faults() {
    return Stream.of(LinearFault.Place.values())
        .flatMap(
            place ->
                Stream.of(LinearFault.Kind.values()).map(kind -> new LinearFault(place, kind)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_comment_is_there_once_although_a_request_failed(LinearFault fault) {
    bench.linear.failing(fault, fault);

    Receipt receipt = bringAbout("comment");

    assertThat(bench.linear.comments()).containsExactly("**Done.**");
    assertThat(receipt.url()).startsWith("https://linear.example/comment/");
    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
    bringAbout("comment");
    assertThat(bench.linear.comments()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_ticket_is_moved_although_a_request_failed(LinearFault fault) {
    bench.linear.failing(fault);

    bringAbout("state");

    assertThat(bench.linear.stateOf("IX-1")).isEqualTo("In Review");
    assertThat(bench.linear.labelsOf("IX-1")).containsExactly("Bug");
  }

  @Test
  void a_run_waits_as_long_as_linear_asks_for() {
    bench.linear.failing(new LinearFault(LinearFault.Place.BEFORE, LinearFault.Kind.STATUS_429));
    bench.with("DROVER_OUTAGES_FIRST_SECONDS", "1");
    assertThat(send("comment"))
        .isInstanceOfSatisfying(
            RunWaiting.class,
            wait ->
                assertThat(Duration.between(TicketBench.NOW, wait.until().orElseThrow()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void another_attempt_says_something_of_its_own() {
    String first = CommentId.of("r1", "1", "failed");
    assertThat(first)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isEqualTo(CommentId.of("r1", "1", "failed"));
    assertThat(List.of(CommentId.of("r1", "2", "failed"), CommentId.of("r1", "1", "delivered")))
        .doesNotContain(first)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_ticket_that_a_person_has_closed_meanwhile_stays_closed() {
    bench.linear.in("IX-1", "done");
    assertThat(bringAbout("state").said()).isEqualTo("left in the state Done");
    assertThat(bench.linear.stateOf("IX-1")).isEqualTo("Done");
  }

  @Test
  void labels_are_taken_off_one_by_one_never_written_as_a_list() {
    bringAbout("state");
    assertThat(bench.linear.asked())
        .anyMatch(question -> question.contains("\"removedLabelIds\":[\"label-ready\"]"))
        .noneMatch(question -> question.contains("\"labelIds\""));
  }

  @Test
  void a_ticket_that_is_gone_is_told_nothing_and_the_run_goes_on() {
    Ticket gone = new Ticket("id-IX-9", "IX-9", "", "", "", "review", "", List.of(), "", List.of());
    ticket = gone;
    assertThat(bringAbout("comment").said()).startsWith("the ticket is not there any more");
    assertThat(bringAbout("state").said()).startsWith("the ticket is not there any more");
    assertThat(effect().state()).isEqualTo(EffectState.REFUSED);
  }

  /** As dispatch does: a run that waits comes back. */
  private Receipt bringAbout(String kind) {
    for (int i = 0; i < 4; i++) {
      Exchange done = exchange(kind);
      if (done.getException() == null) {
        return done.getMessage().getBody(Receipt.class);
      }
      assertThat(Causes.innermost(done.getException())).isInstanceOf(RunWaiting.class);
    }
    throw new AssertionError("it waits again and again");
  }

  private Throwable send(String kind) {
    return Causes.innermost(exchange(kind).getException());
  }

  private Exchange exchange(String kind) {
    return camel
        .createFluentProducerTemplate()
        .withVariable("run", bench.run)
        .withVariable("ticket", ticket)
        .withVariable("news", new News("delivered", "**Done.**"))
        .to("direct:effect-ticket-" + kind)
        .send();
  }

  private EffectRecord effect() {
    return bench.ledger.read().effects().ofRun(bench.run.id()).getFirst();
  }
}
