package drover.github.access;

import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.AnswerMemory.Remembered;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Carries each request once: what failed may have been done, and is looked up before it is asked
 * again. What has not changed since it was read is read from memory. No request, also none that a
 * page or a redirect leads to, goes to another host than that of the API. What was renamed is
 * followed, with the same method and body.
 */
final class ApiConnector implements GitHubConnector {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;
  private static final int NOT_MODIFIED = 304;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

  private final GithubHost host;
  private final ApiAnswers answers;
  private final AnswerMemory memory = new AnswerMemory();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LONGEST)
          .build();

  ApiConnector(GithubHost host, ApiAnswers answers) {
    this.host = host;
    this.answers = answers;
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest asked) throws IOException {
    InputStream given = asked.body();
    byte[] body = given == null ? new byte[0] : given.readAllBytes();
    URI target = URI.create(asked.url().toString());
    boolean reads = asked.method().equals("GET");
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      Optional<Remembered> before = reads ? memory.find(target) : Optional.empty();
      HttpResponse<byte[]> answer = exchange(asked, target, body, before);
      if (answer.statusCode() == NOT_MODIFIED && before.isPresent()) {
        return new Answer(asked, before.get());
      }
      Optional<String> location = answer.headers().firstValue("location");
      if (!REDIRECTS.contains(answer.statusCode()) || location.isEmpty()) {
        answers.judge(asked.method() + " " + target.getPath(), answer);
        if (reads && answer.statusCode() == 200) {
          memory.remember(target, answer.headers(), answer.body());
        }
        return new Answer(asked, answer);
      }
      target = target.resolve(location.get());
    }
    throw new Refused("GitHub sends %s %s in a circle".formatted(asked.method(), asked.url()));
  }

  private HttpResponse<byte[]> exchange(
      GitHubConnectorRequest asked, URI target, byte[] body, Optional<Remembered> before) {
    if (!host.owns(target)) {
      throw new Refused(
          "GitHub leads from %s to the host %s, where nothing is sent: check drover.github.api-url"
              .formatted(asked.url(), target.getHost()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(LONGEST)
            .method(
                asked.method(),
                asked.hasBody() ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
    asked
        .allHeaders()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    before.ifPresent(known -> request.setHeader("If-None-Match", known.tag()));
    if (asked.hasBody() && asked.contentType() != null) {
      request.setHeader("Content-Type", asked.contentType());
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw Unavailable.now(
          ApiAnswers.SERVICE,
          "%s %s was not answered: %s".formatted(asked.method(), target.getPath(), reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.now(ApiAnswers.SERVICE, "interrupted while it was asked");
    }
  }

  private static String reason(IOException failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }

  /** The bytes are here already. */
  private static final class Answer extends GitHubConnectorResponse.ByteArrayResponse {
    private final byte[] body;

    Answer(GitHubConnectorRequest request, HttpResponse<byte[]> answer) {
      super(request, answer.statusCode(), answer.headers().map());
      this.body = answer.body();
    }

    Answer(GitHubConnectorRequest request, Remembered known) {
      super(request, 200, known.headers().map());
      this.body = known.body();
    }

    @Override
    protected InputStream rawBodyStream() {
      return new ByteArrayInputStream(body);
    }
  }
}
