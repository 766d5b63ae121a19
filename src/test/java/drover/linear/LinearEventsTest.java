package drover.linear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.config.LinearSettings;
import drover.json.WireJson;
import drover.task.TaskRequest;
import drover.trigger.Damage;
import drover.trigger.Outcome;
import drover.trigger.Verdict;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearEventsTest {
  private final LinearEvents events =
      new LinearEvents(
          new LinearSettings("ai-ready", "", ""), new StoppedClock(LinearSamples.SENT));

  @ParameterizedTest
  @CsvSource({
    "issue.create.with-label, solve-linear-ticket",
    "issue.update.label-added, solve-linear-ticket",
    "issue.update.label-added-first, solve-linear-ticket",
    "issue.update.label-removed, ignored",
    "issue.update.other-field-label-already-present, ignored",
    "issue.remove, ignored"
  })
  void a_ticket_starts_work_when_its_label_is_put_on(String file, String verdict) {
    assertThat(Verdict.of(() -> events.read(LinearSamples.bytes(file)))).isEqualTo(verdict);
  }

  @Test
  void a_ticket_is_solved_by_its_identifier_for_whoever_put_the_label_on() {
    TaskRequest request = Verdict.request(read(sample()));
    assertThat(request)
        .isEqualTo(
            TaskRequest.heard(
                    "linear",
                    "11111111-1111-4111-8111-000000000001@2026-11-01T09:00:00.000Z",
                    "Alice",
                    "solve-linear-ticket")
                .saying(Optional.empty(), Map.of("ticket", "ENG-123")));
  }

  @Test
  void another_label_can_be_the_ready_one() {
    LinearEvents others =
        new LinearEvents(new LinearSettings("Bug", "", ""), new StoppedClock(LinearSamples.SENT));
    assertThat(Verdict.of(() -> others.read(LinearSamples.bytes("issue.update.label-added"))))
        .isEqualTo("ignored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Onboard Acme: acme.com   | see other.com              | acme.com",
        "Onboard Acme             | Their site is www.acme.de. | www.acme.de"
      })
  void the_project_onboarding_onboards_the_client_whose_domain_the_ticket_names(
      String title, String description, String domain) {
    ObjectNode event = onboarding();
    issue(event).put("title", title).put("description", description);
    TaskRequest request = Verdict.request(read(event));
    assertThat(request.job()).isEqualTo("onboard-client");
    assertThat(request.params()).isEqualTo(Map.of("domain", domain));
  }

  @Test
  void an_onboarding_ticket_without_a_domain_is_told_how_to_write_one() {
    ObjectNode event = onboarding();
    issue(event).put("title", "Onboard Acme").putNull("description");
    assertThat(Verdict.reason(read(event)))
        .startsWith("ENG-123 names no client: write a host name such as acme.com");
  }

  @Test
  void a_ticket_in_no_project_is_solved() {
    ObjectNode event = sample();
    issue(event).remove("project");
    assertThat(Verdict.request(read(event)).job()).isEqualTo("solve-linear-ticket");
    issue(event).putNull("project");
    assertThat(Verdict.request(read(event)).job()).isEqualTo("solve-linear-ticket");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'user','name':'Alice','email':'a@b.test'} | Alice",
        "{'type':'externalUser','name':'Bob','email':'b@b.test'} | Bob",
        "{'type':'oauthClient','id':'1','name':'Zap'} | Zap",
        "{'type':'integration','id':'1','service':'slack'} | slack",
        "{'name':'Al\\u001b[31mice\\n'} | Al [31mice",
        "{} | Linear",
        "null | Linear"
      })
  void whoever_the_actor_is_the_run_says_who_asked(String actor, String name) {
    ObjectNode event = sample();
    event.set("actor", WireJson.foreign(json("{'a':" + actor + "}")).path("a"));
    assertThat(Verdict.request(read(event)).requestedBy()).isEqualTo(name);
  }

  @Test
  void an_event_told_again_is_the_same_request_and_a_later_update_another() {
    TaskRequest first = Verdict.request(read(sample()));
    ObjectNode again = sample();
    again.put("webhookTimestamp", LinearSamples.SENT.toEpochMilli() + 59_000);
    assertThat(Verdict.request(read(again))).isEqualTo(first);

    ObjectNode later = sample();
    issue(later).put("updatedAt", "2026-11-01T09:00:00.001Z");
    assertThat(Verdict.request(read(later)).idempotencyKey()).isNotEqualTo(first.idempotencyKey());
  }

  @Test
  void other_things_of_linear_start_nothing() {
    ObjectNode comment = sample();
    comment.put("type", "Comment");
    assertThat(Verdict.reason(read(comment)))
        .isEqualTo("only issues start work; this is an event of Comment");
    comment.remove("type");
    assertThat(Verdict.of(() -> read(comment))).isEqualTo("ignored");
  }

  @Test
  void an_issue_that_cannot_be_known_again_starts_nothing() {
    for (String field : new String[] {"id", "updatedAt", "identifier"}) {
      ObjectNode event = sample();
      issue(event).remove(field);
      assertThat(Verdict.of(() -> read(event))).as(field).isEqualTo("ignored");
    }
  }

  @Property(tries = 2000)
  void whatever_comes_is_read_ignored_or_refused(@ForAll("damaged") byte[] body) {
    assertThat(Verdict.of(() -> events.read(body)))
        .isIn("400", "ignored", "solve-linear-ticket", "onboard-client");
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    java.util.List<byte[]> payloads = new java.util.ArrayList<>(LinearSamples.all());
    payloads.add(LinearSamples.utf8(onboarding()));
    return net.jqwik.api.Arbitraries.oneOf(
        Damage.to(payloads),
        Damage.inValuesOf(payloads),
        net.jqwik.api.Arbitraries.bytes().array(byte[].class));
  }

  private Outcome read(JsonNode event) {
    return events.read(LinearSamples.utf8(event));
  }

  private static ObjectNode sample() {
    return LinearSamples.tree("issue.update.label-added");
  }

  private static ObjectNode onboarding() {
    ObjectNode event = sample();
    issue(event).withObject("/project").put("name", "Onboarding");
    issue(event).put("title", "Onboard acme.com");
    return event;
  }

  private static ObjectNode issue(ObjectNode event) {
    return event.withObject("/data");
  }

  private static byte[] json(String text) {
    return LinearSamples.utf8(text.replace('\'', '"'));
  }
}
