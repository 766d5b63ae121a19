package drover.factory;

import drover.config.HttpSettings;
import drover.http.Answer;
import drover.http.HttpProblem;
import drover.observe.Health;
import drover.observe.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * The port of probes and metrics. Has nothing to do with Camel: it answers before the routes are
 * there, and until the last run has stopped.
 */
final class ManagementDoor implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Health health;
  private final Metrics metrics;
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));
  private final HttpServer listening;

  /**
   * @throws DoorTaken when the port cannot be listened on
   */
  ManagementDoor(HttpSettings settings, Health health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
    this.listening = open(settings);
  }

  /** The port that is listened on. */
  int port() {
    return listening.actualPort();
  }

  private HttpServer open(HttpSettings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.managementPort())
            .setIdleTimeout((int) settings.idle().toSeconds());
    try {
      return vertx
          .createHttpServer(options)
          .requestHandler(this::answer)
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      close(vertx);
      throw new DoorTaken(
          settings.host(), settings.managementPort(), "drover.http.management-port", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close(vertx);
      throw new IllegalStateException("interrupted while a port was opened", e);
    }
  }

  /** What is told at a path; it may take a while. */
  private Optional<Callable<Answer>> at(String path) {
    return switch (path) {
      case "/observe/health", "/observe/health/ready" -> Optional.of(health::readiness);
      case "/observe/health/live" -> Optional.of(health::liveness);
      case "/observe/metrics" ->
          Optional.of(() -> new Answer(200, PROMETHEUS, metrics.scrape(), "", ""));
      default -> Optional.empty();
    };
  }

  private void answer(HttpServerRequest request) {
    Optional<Callable<Answer>> question = at(String.valueOf(request.path()));
    if (question.isEmpty()) {
      send(request, Answer.problem(HttpProblem.notFound("there is nothing at this path")));
    } else if (!READING.contains(request.method())) {
      send(request, Answer.problem(HttpProblem.otherMethod()));
    } else {
      vertx
          .executeBlocking(question.get(), false)
          .onSuccess(answer -> send(request, answer))
          .onFailure(failure -> request.response().setStatusCode(500).end());
    }
  }

  private static void send(HttpServerRequest request, Answer answer) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(answer.status())
            .putHeader("Content-Type", answer.contentType())
            .putHeader("Cache-Control", "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(answer.text());
    }
  }

  @Override
  public void close() {
    close(vertx);
  }

  /** Closes what it listens on as well. */
  private static void close(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
