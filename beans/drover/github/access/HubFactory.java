package drover.github.access;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.machine.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** Makes clients of the configured API. */
final class HubFactory {
  private static final int MOST_PAGES = 50;

  /** RFC 8288. */
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\\b");

  private final GithubHost host;
  private final ApiConnector connector;

  HubFactory(GithubHost host, Clock clock) {
    this.host = host;
    this.connector = new ApiConnector(host, new ApiAnswers(clock));
  }

  /**
   * @param bearer token, or assertion of an App
   */
  GitHub with(String bearer) throws IOException {
    return new GitHubBuilder()
        .withEndpoint(host.api().toString())
        .withConnector(connector)
        .withAuthorizationProvider(() -> "Bearer " + bearer)
        .build();
  }

  /**
   * All items of a list, page after page.
   *
   * @param path below the base of the API, with its query
   * @throws ApiRefusal when GitHub refuses
   * @throws Unavailable when GitHub does not answer, or with something else
   */
  List<JsonNode> list(String bearer, String path) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    Optional<URI> next = Optional.of(URI.create(host.api() + path));
    for (int page = 0; next.isPresent() && page < MOST_PAGES; page++) {
      URI address = next.get();
      try (GitHubConnectorResponse answer = connector.send(PlainRequest.get(address, bearer))) {
        String text = new String(answer.bodyStream().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode list = Json.tree(text);
        if (!list.isArray()) {
          throw Unavailable.now(ApiAnswers.SERVICE, path + " was answered with no list");
        }
        list.forEach(items::add);
        next =
            Optional.ofNullable(answer.header("Link"))
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> address.resolve(link.group(1)));
      } catch (IllegalArgumentException e) {
        throw unreadable(e);
      }
    }
    return items;
  }

  /**
   * @param path below the base of the API
   * @throws ApiRefusal when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  void post(String bearer, String path) throws IOException {
    connector.send(PlainRequest.post(URI.create(host.api() + path), bearer)).close();
  }

  /** The answer came, and is not what its status promises. */
  static Unavailable unreadable(Exception failure) {
    return Unavailable.now(
        ApiAnswers.SERVICE,
        "its answer cannot be read: " + firstLine(String.valueOf(failure.getMessage())));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
