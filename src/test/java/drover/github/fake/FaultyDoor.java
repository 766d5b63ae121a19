package drover.github.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what goes through, and lets go wrong what was planned so. */
final class FaultyDoor {
  private final List<Fault.Planned> plans = new CopyOnWriteArrayList<>();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final AtomicInteger passed = new AtomicInteger();
  private volatile Doorkeeper keeper = Doorkeeper.NONE;
  private volatile Duration retryAfter = Duration.ofSeconds(47);

  /** What is done where nothing goes wrong. */
  interface Work<T> {
    T done() throws IOException;
  }

  void plan(Fault.Planned fault) {
    plans.add(fault);
  }

  void keptBy(Doorkeeper other) {
    keeper = other;
  }

  void askForPatience(Duration duration) {
    retryAfter = duration;
  }

  List<String> changes() {
    return List.copyOf(changes);
  }

  void forget() {
    passed.set(0);
    plans.clear();
  }

  void pass(HttpExchange exchange, Work<FakeAnswer> work) throws IOException {
    String asked = nameOf(exchange);
    int number = passed.getAndIncrement();
    if (!keeper.letsIn(number, asked)) {
      exchange.close();
      return;
    }
    Optional<Fault.Planned> plan = planFor(number);
    if (plan.filter(one -> one.moment() == Fault.Moment.BEFORE).isPresent()) {
      fail(exchange, plan.get().fault(), "{\"id\": 1".getBytes(StandardCharsets.UTF_8));
      return;
    }
    FakeAnswer answer = work.done();
    if (answer.status() < 300 && !exchange.getRequestMethod().equals("GET")) {
      changes.add(asked);
    }
    if (!keeper.letsOut(number, asked)) {
      exchange.close();
      return;
    }
    byte[] body =
        answer.body().isMissingNode()
            ? new byte[0]
            : answer.body().toString().getBytes(StandardCharsets.UTF_8);
    if (plan.isPresent()) {
      fail(exchange, plan.get().fault(), Arrays.copyOf(body, body.length / 2));
      return;
    }
    var headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    if (body.length > 0) {
      headers.set("Content-Type", "application/json; charset=utf-8");
    }
    headers.set("X-RateLimit-Limit", "5000");
    headers.set("X-RateLimit-Remaining", "4999");
    headers.set("X-RateLimit-Reset", "1800000000");
    headers.set("X-RateLimit-Used", "1");
    headers.set("X-RateLimit-Resource", "core");
    send(exchange, answer.status(), body);
  }

  void passGit(HttpExchange exchange, Work<GitBackend.GitAnswer> work) throws IOException {
    String asked = nameOf(exchange);
    int number = passed.getAndIncrement();
    if (!keeper.letsIn(number, asked)) {
      exchange.close();
      return;
    }
    Optional<Fault.Planned> plan = planFor(number);
    if (plan.filter(one -> one.moment() == Fault.Moment.BEFORE).isPresent()) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      fail(exchange, plan.get().fault(), "0".getBytes(StandardCharsets.UTF_8));
      return;
    }
    GitBackend.GitAnswer answer = work.done();
    if (asked.startsWith("POST") && answer.hasMovedARef()) {
      changes.add(asked);
    }
    if (!keeper.letsOut(number, asked)) {
      exchange.close();
      return;
    }
    if (plan.isPresent()) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      fail(exchange, plan.get().fault(), Arrays.copyOf(answer.body(), answer.body().length / 2));
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    send(exchange, answer.status(), answer.body());
  }

  private static String nameOf(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI();
  }

  private Optional<Fault.Planned> planFor(int number) {
    return plans.stream().filter(one -> one.request() == number).findFirst();
  }

  private void fail(HttpExchange exchange, Fault fault, byte[] half) throws IOException {
    switch (fault) {
      case SERVER_ERROR -> send(exchange, 500, message("Server Error"));
      case UNAVAILABLE -> send(exchange, 503, message("Service Unavailable"));
      case FORBIDDEN -> send(exchange, 403, message("Permission to acme/blog.git denied."));
      case BAD_GATEWAY -> send(exchange, 502, "<html>502</html>".getBytes(StandardCharsets.UTF_8));
      case SECONDARY_LIMIT -> {
        exchange.getResponseHeaders().set("Retry-After", "" + retryAfter.toSeconds());
        send(exchange, 403, message("You have exceeded a secondary rate limit."));
      }
      case TOO_MANY_REQUESTS -> {
        exchange.getResponseHeaders().set("X-RateLimit-Remaining", "0");
        exchange.getResponseHeaders().set("X-RateLimit-Reset", "1772370000");
        send(exchange, 429, message("API rate limit exceeded"));
      }
      case MALFORMED -> {
        send(exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200, half);
      }
      case CUT -> exchange.close();
    }
  }

  private static byte[] message(String text) {
    return Map.of("\"message\"", "\"" + text + "\"")
        .toString()
        .replace("=", ": ")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
