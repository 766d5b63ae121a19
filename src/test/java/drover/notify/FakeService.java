package drover.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A service on loopback that takes messages, answers as it is told, and keeps what it was sent. */
final class FakeService implements AutoCloseable {
  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** What it was sent. */
  record Request(String method, String path, Map<String, String> headers, String body) {}

  /**
   * @param status 0: the connection is cut without an answer
   */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body);
    }

    static Answer cut() {
      return new Answer(0, Map.of(), "");
    }

    Answer with(String header, String value) {
      return new Answer(status, Map.of(header, value), body);
    }
  }

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answer that it has not given yet; where there is none it takes everything. */
  void answers(Answer... next) {
    answers.addAll(List.of(next));
  }

  /** From now on it takes what it is sent, and does not answer before {@link #letGo}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void letGo() {
    gate.countDown();
  }

  List<String> bodies() {
    return requests.stream().map(Request::body).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    requests.add(
        new Request(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Answer answer = answers.isEmpty() ? Answer.of(200, "ok") : answers.remove();
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }
}
