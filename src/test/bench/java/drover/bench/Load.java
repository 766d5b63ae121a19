package drover.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Posts of different tasks over connections that stay open, one after another on each. */
final class Load {
  private final int port;
  private final String path;
  private final String token;
  private final AtomicLong number = new AtomicLong();

  Load(int port, String path, String token) {
    this.port = port;
    this.path = path;
    this.token = token;
  }

  /** What was answered with 2xx, and how long that took. */
  record Result(double perSecond, double p50Millis, double p99Millis, long refused) {
    @Override
    public String toString() {
      return "%6.0f/s, p50 %5.1f ms, p99 %5.1f ms%s"
          .formatted(perSecond, p50Millis, p99Millis, refused == 0 ? "" : ", refused " + refused);
    }
  }

  Result run(int connections, Duration length) throws Exception {
    Instant begin = Instant.now();
    Instant end = begin.plus(length);
    List<Future<long[]>> clients = new ArrayList<>();
    AtomicLong refused = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        clients.add(threads.submit(() -> post(end, refused)));
      }
    }
    List<long[]> all = new ArrayList<>();
    for (Future<long[]> client : clients) {
      all.add(client.get());
    }
    long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Result(
        nanos.length * 1000.0 / length.toMillis(),
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 99L / 100)] / 1e6,
        refused.get());
  }

  private long[] post(Instant end, AtomicLong refused) throws IOException {
    long[] nanos = new long[1 << 10];
    int count = 0;
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (Instant.now().isBefore(end)) {
        long before = System.nanoTime();
        out.write(request());
        if (readAnswer(in) / 100 == 2) {
          nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
          nanos[count++] = System.nanoTime() - before;
        } else {
          refused.incrementAndGet();
        }
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private byte[] request() {
    String body =
        "{\"job\":\"publisher\",\"prompt\":\"Write about topic %d, and say why it matters to whom.\"}"
            .formatted(number.incrementAndGet());
    return """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(path, token, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads one answer to its end. */
  private static int readAnswer(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
      return status;
    }
    for (int chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
      in.skipNBytes(chunk + 2);
    }
    line(in);
    return status;
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
