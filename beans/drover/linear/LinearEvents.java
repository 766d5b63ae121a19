package drover.linear;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.LinearSettings;
import drover.http.HttpProblem;
import drover.json.MalformedJson;
import drover.json.WireJson;
import drover.machine.Clock;
import drover.task.TaskRequest;
import drover.trigger.HostName;
import drover.trigger.Outcome;
import drover.trigger.Words;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Body;

/**
 * What an event of Linear asks for. The label that makes an issue ready starts {@code
 * onboard-client} in the project Onboarding and {@code solve-linear-ticket} anywhere else.
 */
public final class LinearEvents {
  private static final String SOURCE = "linear";
  private static final String ONBOARDING = "Onboarding";
  private static final Pattern NAME = Pattern.compile("[\\w.:+-]{1,64}");

  private final LabelTransition ready;
  private final Freshness freshness;

  public LinearEvents(LinearSettings settings, Clock clock) {
    this.ready = new LabelTransition(settings.readyLabel());
    this.freshness = new Freshness(clock);
  }

  /**
   * @throws MalformedJson when it is no JSON object
   * @throws HttpProblem 400 when it is stale, or does not say how old it is
   */
  public Outcome read(@Body byte[] body) {
    JsonNode event = WireJson.foreign(body);
    freshness.require(event);
    String type = Words.in(event, "type").orElse("no type");
    if (!type.equals("Issue")) {
      return new Outcome.Ignored("only issues start work; this is an event of " + type);
    }
    return ready.whyNot(event).<Outcome>map(Outcome.Ignored::new).orElseGet(() -> asked(event));
  }

  private Outcome asked(JsonNode event) {
    JsonNode issue = event.path("data");
    Optional<String> key = key(issue);
    Optional<String> identifier = Words.in(issue, "identifier");
    if (key.isEmpty() || identifier.isEmpty()) {
      return new Outcome.Ignored("the issue has no id, updatedAt or identifier to know it by");
    }
    return ONBOARDING.equals(issue.path("project").path("name").asText())
        ? onboarding(event, key.get(), identifier.get())
        : starts(event, key.get(), "solve-linear-ticket", Map.of("ticket", identifier.get()));
  }

  private Outcome onboarding(JsonNode event, String key, String identifier) {
    JsonNode issue = event.path("data");
    return HostName.firstIn(issue.path("title").asText())
        .or(() -> HostName.firstIn(issue.path("description").asText()))
        .map(domain -> starts(event, key, "onboard-client", Map.of("domain", domain)))
        .orElseGet(
            () ->
                new Outcome.Ignored(
                    "%s names no client: write a host name such as acme.com into its title or description, then take the label off and put it on again"
                        .formatted(identifier)));
  }

  private static Outcome starts(
      JsonNode event, String key, String job, Map<String, String> parameters) {
    return new Outcome.Starts(
        TaskRequest.heard(SOURCE, key, requester(event.path("actor")), job)
            .saying(Optional.empty(), parameters));
  }

  /**
   * An update of an issue happens once, however often it is told: {@code webhookId} says only which
   * webhook tells it.
   */
  private static Optional<String> key(JsonNode issue) {
    String id = issue.path("id").asText();
    String updatedAt = issue.path("updatedAt").asText();
    return NAME.matcher(id).matches() && NAME.matcher(updatedAt).matches()
        ? Optional.of(id + "@" + updatedAt)
        : Optional.empty();
  }

  /** A user, an external user or an OAuth client has a name, an integration a service. */
  private static String requester(JsonNode actor) {
    return Words.in(actor, "name").or(() -> Words.in(actor, "service")).orElse("Linear");
  }
}
