package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.follow.TurnOutcome;
import drover.json.WireWord;
import drover.ledger.EffectState;
import drover.ledger.EventType;
import drover.ledger.Flaw;
import drover.ledger.RunState;
import drover.ledger.StepState;
import drover.notify.NewsEvent;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.turn.Purpose;
import drover.verify.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {
  private static final Pattern OUTCOME =
      Pattern.compile(
          "RunEnded\\s*\\.(?:failed|blocked)\\(\\s*\"([^\"]*)\"" // a bean ends the run
              + "|fail\\('([^']*)'" // a route does
              + "|passResult\\(\\$\\{variable\\.run}, '([^']*)'" // a gate does
              + "|new Block\\(\\s*\"([^\"]*)\""
              + "|name: outcome\\s+expression:\\s+constant:\\s+expression: ([a-z-]+)");

  @ParameterizedTest
  @MethodSource("drover.schemas.Schemas#names")
  void a_schema_is_valid_and_named_as_its_file(String name) {
    assertThat(Schemas.problemsOfSchema(name)).isEmpty();
    assertThat(Schemas.document(name).path("$id").asText()).isEqualTo("urn:drover:schema:" + name);
    assertThat(Schemas.document(name).path("$schema").asText()).contains("2020-12");
  }

  @ParameterizedTest
  @MethodSource("drover.schemas.Schemas#names")
  void every_property_is_described(String name) {
    List<String> silent = new ArrayList<>();
    for (JsonNode owner : Schemas.document(name).findParents("properties")) {
      if (owner.path("type").asText().equals("object")) {
        owner
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  if (!isDescribed(property.getValue())) {
                    silent.add(property.getKey());
                  }
                });
      }
    }
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "accepted, 0",
    "channel-test, 0",
    "credentials, 0",
    "doctor, 0",
    "enrolment, 0",
    "event, 1", // data is closed by the type of the event
    "inspection, 0",
    "kill-switch, 0",
    "knowledge-base, 0",
    "ledger-backup, 0",
    "ledger-check, 0",
    "ledger-tidy, 0",
    "not-started, 0",
    "problem, 0",
    "run, 1", // the summary is closed by the documents that it is part of
    "runs, 0",
    "task, 0",
    "version, 0",
    "webhook, 0",
    "why, 1" // a standing is closed by the documents that it is part of
  })
  void every_object_is_closed(String name, int closedElsewhere) {
    assertThat(Schemas.document(name).findParents("type"))
        .filteredOn(owner -> owner.path("type").asText().equals("object"))
        .filteredOn(owner -> !owner.has("additionalProperties"))
        .hasSize(closedElsewhere);
  }

  /** By itself, or by the definition in the same file that it refers to. */
  private static boolean isDescribed(JsonNode property) {
    return !property.path("description").asText().isBlank()
        || property.path("$ref").asText().startsWith("#/$defs/");
  }

  @ParameterizedTest
  @MethodSource
  void a_closed_list_is_that_of_the_code(String word, Set<String> ofCode) {
    assertThat(words(word)).containsExactlyInAnyOrderElementsOf(ofCode);
  }

  static Stream<Arguments> a_closed_list_is_that_of_the_code() {
    return Stream.of(
        Arguments.of("runState", of(RunState.values())),
        Arguments.of("stepState", of(StepState.values())),
        Arguments.of("effectState", of(EffectState.values())),
        Arguments.of("flaw", of(Flaw.values())),
        Arguments.of("eventType", of(EventType.values())),
        Arguments.of("newsEvent", of(NewsEvent.values())),
        Arguments.of("turnPurpose", of(Purpose.values())),
        Arguments.of("checkState", of(Check.State.values())),
        Arguments.of("turnOutcome", turnOutcomes()));
  }

  @Test
  void the_choices_of_a_task_are_those_of_the_code() {
    JsonNode task = Schemas.document("task").path("properties");

    assertThat(texts(task.at("/mode/enum"))).isEqualTo(of(Mode.values()));
    assertThat(texts(task.at("/confinement/enum"))).isEqualTo(of(Confinement.values()));
    assertThat(texts(task.at("/retention/enum"))).isEqualTo(of(Retention.values()));
  }

  @Test
  void a_run_can_end_as_any_turn_that_did_not_succeed() {
    Set<String> bad = new TreeSet<>(turnOutcomes());
    bad.remove("succeeded");

    assertThat(words("runOutcome")).containsAll(bad).doesNotContain("succeeded");
  }

  @Test
  void every_outcome_that_beans_or_routes_give_is_in_the_list() throws IOException {
    Set<String> given = new TreeSet<>();
    for (String text : sources()) {
      OUTCOME
          .matcher(text)
          .results()
          .map(
              found ->
                  Stream.of(1, 2, 3, 4, 5).map(found::group).filter(g -> g != null).findFirst())
          .forEach(outcome -> given.add(outcome.orElseThrow()));
    }
    assertThat(given)
        .contains("delivered", "reported", "review-not-passed", "policy-refused", "not-pushable");
    assertThat(words("runOutcome")).containsAll(given);
  }

  private static List<String> sources() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Stream.concat(walk("beans"), walk("routes"))) {
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static Stream<Path> walk(String directory) throws IOException {
    return Files.walk(Path.of(directory)).filter(Files::isRegularFile);
  }

  private static Set<String> words(String name) {
    return texts(Schemas.document("words").path("$defs").path(name).path("enum"));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static Set<String> of(WireWord... constants) {
    return new TreeSet<>(Arrays.stream(constants).map(WireWord::word).toList());
  }

  private static Set<String> turnOutcomes() {
    return new TreeSet<>(Arrays.stream(TurnOutcome.values()).map(TurnOutcome::word).toList());
  }
}
