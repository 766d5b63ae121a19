package drover.github.access;

import drover.effect.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Texts that the API only leads to: it answers with a signed address on another host (GitHub Docs,
 * "Download job logs for a workflow run"), where no credential is sent.
 */
final class KeptTexts {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int KEPT_BYTES = 64 * 1024;

  private final GithubHost host;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LONGEST)
          .build();

  KeptTexts(GithubHost host) {
    this.host = host;
  }

  /**
   * @param path below the base of the API
   * @return empty: it is gone (404, 410)
   * @throws ApiRefusal when GitHub refuses
   * @throws Unavailable when it cannot be read
   */
  Optional<String> end(String bearer, String path) {
    URI asked = URI.create(host.api() + path);
    HttpResponse<InputStream> answer =
        send(HttpRequest.newBuilder(asked).header("Authorization", "Bearer " + bearer));
    Optional<String> location = answer.headers().firstValue("location");
    if (answer.statusCode() / 100 == 3 && location.isPresent()) {
      close(answer);
      URI kept = asked.resolve(location.get());
      if (!kept.getScheme().equals(asked.getScheme())) {
        throw Unavailable.now(
            ApiAnswers.SERVICE, "it leads from %s to no safe address".formatted(path));
      }
      answer = send(HttpRequest.newBuilder(kept));
    }
    int status = answer.statusCode();
    if (status == 404 || status == 410) {
      close(answer);
      return Optional.empty();
    }
    if (status == 401 || status == 403) {
      close(answer);
      throw new ApiRefusal(status, "it does not give out " + path);
    }
    if (status != 200) {
      close(answer);
      throw Unavailable.now(ApiAnswers.SERVICE, "%s was answered %d".formatted(path, status));
    }
    return Optional.of(lastOf(answer.body()));
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(LONGEST).build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw Unavailable.now(ApiAnswers.SERVICE, "a text was not sent: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.now(ApiAnswers.SERVICE, "interrupted while it was asked");
    }
  }

  /** No more of it is held than is kept. */
  private static String lastOf(InputStream body) {
    byte[] end = new byte[0];
    int read = 0;
    try (body) {
      for (byte[] part = body.readNBytes(KEPT_BYTES);
          part.length > 0 && read < MOST_BYTES;
          part = body.readNBytes(KEPT_BYTES)) {
        read += part.length;
        byte[] both = new byte[end.length + part.length];
        System.arraycopy(end, 0, both, 0, end.length);
        System.arraycopy(part, 0, both, end.length, part.length);
        int from = Math.max(0, both.length - KEPT_BYTES);
        end = java.util.Arrays.copyOfRange(both, from, both.length);
      }
    } catch (IOException e) {
      throw Unavailable.now(ApiAnswers.SERVICE, "a text was cut off: " + e.getMessage());
    }
    return new String(end, StandardCharsets.UTF_8);
  }

  private static void close(HttpResponse<InputStream> answer) {
    try (InputStream unread = answer.body()) {
      unread.readNBytes(1024);
    } catch (IOException e) {
      throw Unavailable.now(ApiAnswers.SERVICE, "its answer was cut off: " + e.getMessage());
    }
  }
}
