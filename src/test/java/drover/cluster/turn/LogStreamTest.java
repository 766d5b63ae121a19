package drover.cluster.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log over a real connection that stays open. */
@Timeout(60)
class LogStreamTest {
  private static final byte[] END = {};
  private static final byte[] BREAK = {0};

  private static final Pod POD =
      new PodBuilder().withNewMetadata().withName("pod-1").endMetadata().build();

  private final BlockingQueue<byte[]> says = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private KubernetesClient client;
  private int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void it_shows_every_byte_as_it_comes() {
    try (LogStream stream = follow(Optional.empty())) {
      says.add("2026-11-21T18:00:00Z one\n2026-".getBytes(UTF_8));
      assertThat(read(stream, 30)).isEqualTo("2026-11-21T18:00:00Z one\n2026-");
      assertThat(stream.isOver()).isFalse();
      says.add("11-21T18:00:01Z two\n".getBytes(UTF_8));
      says.add(END);
      assertThat(read(stream, 20)).isEqualTo("11-21T18:00:01Z two\n");
      await(stream::isOver);
      assertThat(stream.failure()).isEmpty();
    }
  }

  @Test
  void it_asks_for_stamps_from_a_moment_on() {
    try (LogStream stream = follow(Optional.of(Instant.parse("2026-11-21T18:00:00.5Z")))) {
      says.add(END);
      await(stream::isOver);
    }
    assertThat(asked)
        .containsExactly(
            "/api/v1/namespaces/agents/pods/pod-1/log?container=agent&follow=true&timestamps=true"
                + "&sinceTime=2026-11-21T18%3A00%3A00.500Z");
  }

  @Test
  void one_that_breaks_says_so() {
    try (LogStream stream = follow(Optional.empty())) {
      says.add("2026-11-21T18:00:00Z one\n".getBytes(UTF_8));
      read(stream, 25);
      says.add(BREAK);
      await(stream::isOver);
      assertThat(stream.failure()).isPresent();
    }
  }

  @Test
  void an_answer_that_is_no_log_is_a_failure_and_never_a_line_of_the_agent() {
    status = 400;
    says.add("container \"agent\" in pod \"pod-1\" is waiting to start".getBytes(UTF_8));
    says.add(END);
    try (LogStream stream = follow(Optional.empty())) {
      await(stream::isOver);
      assertThat(stream.take()).isEmpty();
      assertThat(stream.failure()).hasValueSatisfying(why -> assertThat(why).contains("waiting"));
    }
  }

  @Test
  void what_nobody_takes_is_not_asked_for() {
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < 32; i++) {
      says.add(megabyte);
    }
    says.add(END);
    long all = 0;
    try (LogStream stream = follow(Optional.empty())) {
      while (!stream.isOver() || all < 32L << 20) {
        int taken = stream.take().length;
        assertThat(taken).isLessThan(4 << 20);
        all += taken;
      }
    }
    assertThat(all).isEqualTo(32L << 20);
  }

  private LogStream follow(Optional<Instant> since) {
    return new TurnCluster(client, () -> "agents", Map.of()).follow(POD, "agent", since);
  }

  private static String read(LogStream stream, int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < length) {
      bytes.writeBytes(stream.take());
      Thread.onSpinWait();
    }
    return bytes.toString(UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    exchange.sendResponseHeaders(status, 0);
    try {
      for (byte[] next = says.take(); next != END; next = says.take()) {
        if (next == BREAK) {
          server.stop(0);
          return;
        }
        exchange.getResponseBody().write(next);
        exchange.getResponseBody().flush();
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
