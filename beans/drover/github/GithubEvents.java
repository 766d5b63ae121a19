package drover.github;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.GithubSettings;
import drover.http.HttpProblem;
import drover.json.MalformedJson;
import drover.json.WireJson;
import drover.trigger.Outcome;
import drover.trigger.Words;
import drover.webhook.TaskForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * What an event of GitHub asks for. Work is only ever started for a repository of the allowlist.
 * The id of a delivery stays the same when it is sent again; that header is not signed.
 */
public final class GithubEvents {
  private static final String EVENT = "X-GitHub-Event";
  private static final String DELIVERY = "X-GitHub-Delivery";
  private static final byte[] FORM = "payload=".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern ID = Pattern.compile("[\\w-]{1,100}");

  private static final String LABELLED = "issues.labeled";

  /** The job that an event with its action belongs to. */
  private static final Map<String, String> JOBS =
      Map.of(
          "check_suite.completed", "implement-issue",
          "workflow_run.completed", "implement-issue");

  private final GithubSettings settings;
  private final DispatchPayload dispatches;
  private final PullRequestEvents pullRequests;

  /**
   * @param isOurs whether the pull request with the page of this URL was made by a run
   */
  public GithubEvents(GithubSettings settings, TaskForm form, Predicate<String> isOurs) {
    this.settings = settings;
    this.dispatches = new DispatchPayload(form);
    this.pullRequests = new PullRequestEvents(isOurs::test);
  }

  /**
   * @throws MalformedJson when it is no JSON object
   * @throws HttpProblem 400 when a header does not say what it is, or which delivery
   */
  public Outcome read(
      @Header(EVENT) @Nullable String event,
      @Header(DELIVERY) @Nullable String delivery,
      @Body byte[] body) {
    String name = required(EVENT, event);
    String id = required(DELIVERY, delivery);
    refuseForm(body);
    JsonNode payload = WireJson.foreign(body);
    return switch (name) {
      case "ping" -> new Outcome.Ignored("a ping: GitHub and Drover understand each other");
      case "repository_dispatch" ->
          allowed(name, payload, repository -> dispatches.read(payload, repository, id));
      default -> told(name, payload);
    };
  }

  /** What GitHub sends where nobody chose the content type of the webhook. */
  private static void refuseForm(byte[] body) {
    if (body.length > FORM.length && Arrays.equals(FORM, 0, FORM.length, body, 0, FORM.length)) {
      throw HttpProblem.badRequest(
          "the body is a form: choose the content type application/json in the webhook's settings");
    }
  }

  private Outcome allowed(
      String event, JsonNode payload, Function<EventRepository, Outcome> reading) {
    return EventRepository.of(payload)
        .map(
            repository ->
                settings.allows(repository.name())
                    ? reading.apply(repository)
                    : notAllowed(event, repository))
        .orElseGet(() -> unknownRepository(event));
  }

  private Outcome told(String name, JsonNode payload) {
    String event = Words.in(payload, "action").map(action -> name + "." + action).orElse(name);
    if (PullRequestEvents.knows(event)) {
      return allowed(event, payload, repository -> pullRequests.read(event, payload, repository));
    }
    if (event.equals(LABELLED)) {
      return allowed(event, payload, repository -> ring(event, payload, repository));
    }
    return Optional.ofNullable(JOBS.get(event))
        .map(
            job ->
                allowed(
                    event, payload, repository -> leftToThePoll(event, payload, repository, job)))
        .orElseGet(() -> new Outcome.Ignored(event + " starts nothing"));
  }

  private static Outcome ring(String event, JsonNode payload, EventRepository repository) {
    return new Outcome.Rings(
        "%s%s starts nothing by itself: the poll of GitHub looks now, where it is on"
            .formatted(event, subject(payload, repository)));
  }

  /**
   * What only says that something happened: whether it asks for work is for the poll to find out.
   */
  private static Outcome leftToThePoll(
      String event, JsonNode payload, EventRepository repository, String job) {
    return new Outcome.Ignored(
        "%s%s starts nothing by itself: runs of %s are begun by the poll of GitHub"
            .formatted(event, subject(payload, repository), job));
  }

  private static String subject(JsonNode payload, EventRepository repository) {
    Optional<String> number =
        Optional.of(payload.path("issue").path("number"))
            .filter(JsonNode::isIntegralNumber)
            .or(() -> Optional.of(payload.path("pull_request").path("number")))
            .filter(JsonNode::isIntegralNumber)
            .map(found -> "#" + found.asText());
    Optional<String> label = Words.in(payload.path("label"), "name").map(" with "::concat);
    return " of " + repository.name() + number.orElse("") + label.orElse("");
  }

  private static Outcome.Ignored notAllowed(String event, EventRepository repository) {
    return new Outcome.Ignored(
        "%s starts nothing: %s is not on drover.github.allowlist"
            .formatted(event, repository.name()));
  }

  private static Outcome.Ignored unknownRepository(String event) {
    return new Outcome.Ignored(
        event + " starts nothing: it names no repository by full_name and its HTTPS clone_url");
  }

  private static String required(String header, @Nullable String value) {
    if (value == null || !ID.matcher(value).matches()) {
      throw HttpProblem.badRequest(
          "the header %s is missing, or not as GitHub writes it".formatted(header));
    }
    return value;
  }
}
