package drover.factory;

import drover.http.Answer;
import drover.http.Problems;
import drover.operate.EventListener;
import drover.operate.EventRequest;
import drover.operate.EventRequests;
import drover.operate.EventStreams;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * {@code GET /api/runs/{id}/events}. A route cannot write an answer bit by bit, so this endpoint is
 * a handler of the server.
 */
final class EventDoor {
  private static final String PATH = "/api/runs/:id/events";

  private final EventRequests requests;
  private final EventStreams streams;
  private final Problems problems;

  EventDoor(EventRequests requests, EventStreams streams, Problems problems) {
    this.requests = requests;
    this.streams = streams;
    this.problems = problems;
  }

  void open(VertxPlatformHttpRouter router) {
    router.get(PATH).handler(this::hear);
  }

  private void hear(RoutingContext context) {
    context
        .vertx()
        .executeBlocking(() -> read(context), false)
        .onSuccess(asked -> answer(context, asked))
        .onFailure(failure -> FrontDoor.send(context.response(), problem(failure)));
  }

  /** Empty: there is nothing to be had. */
  private Optional<EventRequest> read(RoutingContext context) {
    EventRequest asked =
        requests.read(
            Objects.requireNonNull(context.pathParam("id")),
            context.request().getHeader("Authorization"),
            context.request().getHeader("Last-Event-ID"));
    return requests.isSatisfied(asked) ? Optional.empty() : Optional.of(asked);
  }

  private void answer(RoutingContext context, Optional<EventRequest> asked) {
    asked.ifPresentOrElse(
        request -> stream(context, request), () -> context.response().setStatusCode(204).end());
  }

  private void stream(RoutingContext context, EventRequest asked) {
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .write(":\n\n"); // the answer begins, whether there is an event or not
    streams.follow(
        asked.run(), asked.after(), new Listener(response, context.vertx().getOrCreateContext()));
  }

  private Answer problem(Throwable failure) {
    return problems.answer(
        failure instanceof Exception known ? known : new IllegalStateException(failure));
  }

  /** A response, written to by the thread that it belongs to. */
  private record Listener(HttpServerResponse response, Context context, AtomicBoolean free)
      implements EventListener {
    Listener(HttpServerResponse response, Context context) {
      this(response, context, new AtomicBoolean(true));
    }

    @Override
    public boolean isReady() {
      return free.get();
    }

    @Override
    public boolean isGone() {
      return response.closed() || response.ended();
    }

    @Override
    public void take(String text) {
      free.set(false);
      context.runOnContext(here -> write(text));
    }

    @Override
    public void end() {
      context.runOnContext(
          here -> {
            if (!isGone()) {
              response.end();
            }
          });
    }

    private void write(String text) {
      if (isGone()) {
        return;
      }
      response.write(text);
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> free.set(true));
      } else {
        free.set(true);
      }
    }
  }
}
