package drover.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.OutageSettings;
import drover.ledger.Claim;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.FencedOut;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped template of an effect, with a service that fails where it is told to. */
class EffectRouteTest {
  private static final String MASKED = "hunter2-hunter2";

  private static final Clock STILL =
      new Clock() {
        @Override
        public Instant now() {
          return NOW;
        }

        @Override
        public void sleep(Duration duration) {
          throw new AssertionError("nothing here waits");
        }
      };
  private static final Instant NOW = Instant.parse("2026-07-10T07:00:00Z");
  private static final Task TASK =
      new Task(
          Task.VERSION,
          "publisher",
          "Write about tides",
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          "local",
          Mode.REAL,
          Confinement.SANDBOX,
          Retention.REMOVE,
          "cli",
          "ada",
          0,
          Optional.empty(),
          Optional.empty());

  @TempDir private Path directory;
  private final Mailbox mailbox = new Mailbox();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private Ledger ledger;
  private RunExecution run;

  @BeforeEach
  void start() throws Exception {
    ledger = Ledger.open(directory);
    Redactor redactor = new Redactor(Map.of("MAIL_PASSWORD", MASKED));
    Journal journal = new Journal(ledger, STILL, redactor);
    run = claimed();
    Outages outages =
        new Outages(
            new OutageSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 5),
            ledger,
            journal,
            STILL);
    camel.getRegistry().bind("effects", new Effects(ledger, journal, STILL, outages));
    camel.getRegistry().bind("mailbox", mailbox);
    String template = Files.readString(Path.of("routes/steps/effects.yaml"));
    String alone = template.split("(?m)^- templatedRoute:")[0];
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("e.yaml", alone));
    camel.start();
    instance("letter", "refuse");
    instance("postcard", "forgo");
  }

  private void instance(String kind, String refused) {
    TemplatedRouteBuilder.builder(camel, "effect")
        .routeId("effect-" + kind)
        .parameter("kind", kind)
        .parameter("bean", "mailbox")
        .parameter("refused", refused)
        .add();
  }

  @AfterEach
  void stop() {
    camel.stop();
    ledger.close();
  }

  @Test
  void an_effect_is_looked_for_sent_and_confirmed_with_its_receipt() {
    Receipt receipt = bringAbout("letter");
    assertThat(receipt).isEqualTo(new Receipt("https://mail.example/1", "taken"));
    assertThat(mailbox.asked).containsExactly("find", "send");
    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
    assertThat(ledger.read().events().after(run.id(), 0, 100))
        .anySatisfy(
            event ->
                assertThat(event.json())
                    .contains("letter confirmed: https://mail.example/1", "\"url\""));
  }

  @Test
  void what_is_confirmed_is_not_asked_for_again() {
    Receipt first = bringAbout("letter");
    mailbox.asked.clear();
    assertThat(bringAbout("letter")).isEqualTo(first);
    assertThat(mailbox.asked).isEmpty();
  }

  @Test
  void what_is_to_be_otherwise_than_confirmed_is_sent() {
    bringAbout("letter");
    mailbox.text = "goodbye";
    bringAbout("letter");
    assertThat(mailbox.letters).containsExactly("hello", "goodbye");
  }

  @Test
  void what_was_done_although_nobody_said_so_is_found_and_not_done_twice() {
    mailbox.afterSend.add(Unavailable.now("Mail", "no answer within 30 s"));
    assertThat(parked("letter").reason())
        .isEqualTo("service-unavailable: Mail: no answer within 30 s (letter, try 1 of 5)");
    assertThat(effect().state()).isEqualTo(EffectState.SENT);
    assertThat(bringAbout("letter").said()).isEqualTo("it was there");
    assertThat(mailbox.letters).containsExactly("hello");
  }

  @Test
  void what_was_not_done_is_done_at_the_next_try() {
    mailbox.beforeSend.add(Unavailable.now("Mail", "503"));
    parked("letter");
    bringAbout("letter");
    assertThat(mailbox.letters).containsExactly("hello");
    assertThat(effect().attempts()).isZero();
  }

  @Test
  void a_run_waits_longer_with_every_try_and_at_least_what_the_service_asks_for() {
    for (int i = 0; i < 4; i++) {
      mailbox.beforeFind.add(Unavailable.now("Mail", "503"));
    }
    assertThat(List.of(waited(), waited(), waited(), waited())).containsExactly(10L, 20L, 40L, 60L);
    mailbox.beforeFind.add(Unavailable.until("Mail", "429", Duration.ofSeconds(1000)));
    assertThat(waited()).isEqualTo(1000L);
  }

  @Test
  void a_run_fails_when_it_was_tried_often_enough_and_can_be_retried() {
    for (int i = 0; i < 6; i++) {
      mailbox.beforeFind.add(Unavailable.now("Mail", "503"));
    }
    for (int i = 0; i < 5; i++) {
      parked("letter");
    }
    assertThat(failure("letter"))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo("not-pushable");
              assertThat(ended.reason()).contains("Mail: 503", "./drover retry " + run.id());
            });
  }

  @Test
  void a_refusal_fails_the_run_with_the_sentence_that_says_what_to_do() {
    mailbox.beforeSend.add(new Refused("the box is full: empty it"));
    assertThat(failure("letter"))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended ->
                assertThat(ended.reason()).isEqualTo("not-pushable: the box is full: empty it"));
    assertThat(effect().state()).isEqualTo(EffectState.REFUSED);
    bringAbout("letter");
    assertThat(mailbox.letters).containsExactly("hello");
  }

  @Test
  void an_effect_a_run_can_do_without_is_told_and_the_run_goes_on() {
    mailbox.beforeSend.add(new Refused("no stamps"));
    assertThat(bringAbout("postcard").said()).isEqualTo("no stamps");
    assertThat(effect().state()).isEqualTo(EffectState.REFUSED);
  }

  @Test
  void no_secret_stands_in_what_is_recorded() {
    mailbox.text = "the word is " + MASKED;
    mailbox.beforeSend.add(new Refused("I do not take " + MASKED));
    failure("letter");
    assertThat(effect().toString()).doesNotContain(MASKED).contains("[redacted]");
    assertThat(ledger.read().events().after(run.id(), 0, 100).toString()).doesNotContain(MASKED);
  }

  @Test
  void who_has_lost_the_run_sends_nothing() {
    ledger.write(tables -> tables.runs().claim(record(tables, run.id()), "thief", NOW));
    assertThatThrownBy(() -> bringAbout("letter")).hasRootCauseInstanceOf(FencedOut.class);
    assertThat(mailbox.asked).isEmpty();
  }

  private RunExecution claimed() {
    String id = RunId.of("cli", "key");
    Claim claim =
        ledger.write(
            tables -> {
              tables
                  .runs()
                  .insert(
                      new NewRun(
                          id,
                          "cli",
                          "key",
                          "",
                          "{}",
                          "publisher",
                          Optional.empty(),
                          "real",
                          "claude",
                          0,
                          NOW));
              return tables.runs().claim(record(tables, id), "me", NOW).orElseThrow();
            });
    return new RunExecution(claim, TASK, NOW, directory);
  }

  private static RunRecord record(Tables tables, String id) {
    return tables.runs().find(id).orElseThrow();
  }

  private Receipt bringAbout(String kind) {
    return camel
        .createFluentProducerTemplate()
        .withVariable("run", run)
        .to("direct:effect-" + kind)
        .request(Receipt.class);
  }

  private Throwable failure(String kind) {
    Exchange done =
        camel
            .createFluentProducerTemplate()
            .withVariable("run", run)
            .to("direct:effect-" + kind)
            .send();
    return Causes.innermost(done.getException());
  }

  private RunWaiting parked(String kind) {
    RunWaiting wait = (RunWaiting) failure(kind);
    assertThat(wait.waitingFor()).isEqualTo(WaitingFor.RESUME);
    return wait;
  }

  private long waited() {
    Instant until = parked("letter").until().orElseThrow();
    return Duration.between(effect().at(), until).toSeconds();
  }

  private EffectRecord effect() {
    return ledger.read().effects().find("letter:" + run.id()).orElseThrow();
  }
}
