package drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import drover.task.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, gone, or too many. */
class ConnectionsTest {
  private static final int BOUND = 40;

  @TempDir private static Path directory;
  private static LiveServer server;

  @BeforeAll
  static void open() {
    server =
        LiveServer.start(
            Mode.REAL,
            directory,
            "DROVER_HTTP_IDLE_SECONDS",
            "1",
            "DROVER_HTTP_REQUEST_SECONDS",
            "1",
            "DROVER_DISPATCH_QUEUE_BOUND",
            String.valueOf(BOUND));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_connection_on_which_nothing_is_asked_is_closed() throws IOException {
    try (Socket silent = connect()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void half_a_request_is_not_waited_for() throws IOException {
    try (Socket half = connect()) {
      half.getOutputStream().write(text("POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Le"));
      assertThat(half.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_body_that_comes_byte_by_byte_is_not_waited_for() throws IOException {
    try (Socket slow = connect()) {
      slow.getOutputStream()
          .write(text("POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"));
      assertThat(writesUntilRefused(slow)).isLessThan(100_000);
    }
  }

  @Test
  void hundreds_of_half_open_connections_keep_nobody_out() throws IOException {
    List<Socket> halfOpen = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = connect();
        halfOpen.add(socket);
        socket.getOutputStream().write(text("POST /webhook HTTP/1.1\r\n"));
      }
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : halfOpen) {
        socket.close();
      }
    }
  }

  @Test
  void a_flood_is_queued_up_to_the_bound_and_then_told_to_come_later() {
    List<HttpResponse<String>> answers =
        IntStream.range(0, 3 * BOUND)
            .mapToObj(
                i -> server.post("/webhook", "{\"job\":\"publisher\",\"prompt\":\"n" + i + "\"}"))
            .toList();

    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .containsOnly(201, 429)
        .filteredOn(status -> status == 201)
        .hasSize(BOUND);
    assertThat(answers.getLast().headers().firstValue("Retry-After")).contains("30");
    assertThat(server.runs()).hasSize(BOUND);
  }

  /** Bytes one after another, as slowly as they are taken from this side. */
  private static int writesUntilRefused(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    socket.setSoTimeout(100);
    for (int i = 0; i < 100_000; i++) {
      try {
        out.write('x');
        if (in.read() < 0) {
          return i;
        }
      } catch (java.net.SocketTimeoutException e) {
        continue; // it still listens
      } catch (IOException e) {
        return i;
      }
    }
    return 100_000;
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.port());
  }

  private static byte[] text(String request) {
    return request.getBytes(StandardCharsets.US_ASCII);
  }
}
