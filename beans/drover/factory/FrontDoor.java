package drover.factory;

import drover.config.HttpSettings;
import drover.http.Answer;
import drover.http.HttpProblem;
import drover.machine.Clock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server behind {@code platform-http}. Camel's own knows no time limits and cuts answers
 * when it stops; this one closes connections on which nothing moves, and stops when the last answer
 * is out.
 */
public final class FrontDoor extends VertxPlatformHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final int LONGEST_HEADERS = 16 * 1024;
  private static final int BACKLOG = 4096;
  private static final String CONTENT_TYPE = "Content-Type";
  private static final Duration LOOK = Duration.ofMillis(20);

  private final HttpSettings settings;
  private final Clock clock;
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<Runnable> farewells = new CopyOnWriteArrayList<>();
  private volatile boolean open;
  private volatile boolean closing;
  private HttpServer listening;

  @SuppressWarnings("NullAway.Init") // there is one from start to stop
  public FrontDoor(HttpSettings settings, Clock clock) {
    super(configuration(settings));
    this.settings = settings;
    this.clock = clock;
  }

  private static VertxPlatformHttpServerConfiguration configuration(HttpSettings settings) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(settings.host());
    configuration.setBindPort(settings.port());
    configuration.setPath("/");
    configuration.setMaxBodySize(settings.maxEventBytes());
    configuration.getBodyHandler().setHandleFileUploads(false);
    return configuration;
  }

  /** The port that is listened on. */
  @Override
  public int getPort() {
    return listening.actualPort();
  }

  /** Every path is served from now on that will be. */
  public void open() {
    open = true;
  }

  /** Streams of events have no end of their own: they are told that the server stops. */
  public void onClosing(Runnable farewell) {
    farewells.add(farewell);
  }

  /**
   * Refuses new requests and waits for the answers to those under way.
   *
   * @return whether all of them are out
   */
  public boolean close(Duration most) throws InterruptedException {
    closing = true;
    farewells.forEach(Runnable::run);
    Instant end = clock.now().plus(most);
    while (underWay.get() > 0) {
      if (clock.now().isAfter(end)) {
        return false;
      }
      clock.sleep(LOOK);
    }
    return true;
  }

  public boolean isClosing() {
    return closing;
  }

  @Override
  public HttpServer getServer() {
    return listening;
  }

  @Override
  protected Vertx createVertxInstance() {
    return Vertx.vertx(new VertxOptions().setWorkerPoolSize(settings.workers()));
  }

  @Override
  protected void startServer() throws Exception {
    VertxPlatformHttpRouter router =
        VertxPlatformHttpRouter.lookup(
            getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(settings.port()));
    router
        .errorHandler(404, context -> refuse(context, nothingHere()))
        .errorHandler(405, context -> refuse(context, HttpProblem.otherMethod()))
        .errorHandler(
            413, context -> refuse(context, HttpProblem.badRequest("the body is too large")))
        .errorHandler(400, context -> refuse(context, HttpProblem.badRequest("no HTTP request")))
        .errorHandler(500, FrontDoor::breakOff);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setIdleTimeout((int) settings.idle().toSeconds())
            .setMaxHeaderSize(LONGEST_HEADERS)
            .setHttp2ClearTextEnabled(false) // one request a connection at a time can be hurried
            .setAcceptBacklog(BACKLOG);
    try {
      listening =
          getVertx()
              .createHttpServer(options)
              .requestHandler(request -> receive(router, request))
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException e) {
      throw new DoorTaken(settings.host(), settings.port(), "drover.http.port", e);
    }
  }

  @Override
  protected void stopServer() {
    listening.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  protected void stopVertx() {
    getVertx().close().toCompletionStage().toCompletableFuture().join();
  }

  /**
   * Who is told that there is nothing does not come again; paths are added while a server starts.
   */
  private HttpProblem nothingHere() {
    return open
        ? HttpProblem.notFound("there is nothing at this path")
        : HttpProblem.unavailable("the server starts: try again", Duration.ofSeconds(1));
  }

  private void receive(VertxPlatformHttpRouter router, HttpServerRequest request) {
    if (closing) {
      HttpProblem stopping =
          HttpProblem.unavailable("the server stops: try again", Duration.ofSeconds(5));
      send(request.response().putHeader("Connection", "close"), Answer.problem(stopping));
      return;
    }
    underWay.incrementAndGet();
    AtomicBoolean isOut = new AtomicBoolean();
    Runnable out =
        () -> {
          if (isOut.compareAndSet(false, true)) {
            underWay.decrementAndGet();
          }
        };
    request.response().endHandler(done -> out.run()).closeHandler(gone -> out.run());
    hurry(request);
    keepBytes(request);
    router.handle(request);
  }

  /**
   * A form would be taken apart, and what is signed are the bytes; besides, a form is what curl
   * says it sends where it was told nothing else.
   */
  private static void keepBytes(HttpServerRequest request) {
    String type = String.valueOf(request.getHeader(CONTENT_TYPE)).toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/")) {
      request.headers().set(CONTENT_TYPE, "application/octet-stream");
    }
  }

  /** Bytes that come one by one keep a connection busy, and a worker waiting. */
  private void hurry(HttpServerRequest request) {
    long timer =
        getVertx()
            .setTimer(
                settings.request().toMillis(),
                late -> {
                  if (!request.isEnded()) {
                    request.connection().close();
                  }
                });
    request.response().bodyEndHandler(done -> getVertx().cancelTimer(timer));
  }

  /** Most often the client is gone: nobody is left to be answered. */
  private static void breakOff(RoutingContext context) {
    if (context.failure() instanceof HttpClosedException || context.response().closed()) {
      LOG.debug("A client left before it was answered");
    } else {
      LOG.error("A request broke at the door", context.failure());
      refuse(context, HttpProblem.broken("the time of this answer"));
    }
  }

  private static void refuse(RoutingContext context, HttpProblem problem) {
    if (!context.response().ended()) {
      send(context.response(), Answer.problem(problem));
    }
  }

  static void send(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status()).putHeader(CONTENT_TYPE, answer.contentType());
    if (!answer.retryAfter().isEmpty()) {
      response.putHeader("Retry-After", answer.retryAfter());
    }
    response.end(answer.text());
  }
}
