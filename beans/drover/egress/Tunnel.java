package drover.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that a guest may use as it likes, which is what almost everything on the web asks
 * for. It is made here and not in the proxy, which drops what a server says before the guest does,
 * hangs up on a guest that has said everything, and makes all wait for a name that one asked for.
 */
final class Tunnel {
  /** For programs that show the head of an answer and not its text, as most do for a tunnel. */
  static final String WHY_HEADER = "X-Drover-Why";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final String OPEN = "HTTP/1.1 200 Connection established\r\n\r\n";

  private Tunnel() {}

  /** The other end, after the guest was told that it is there. */
  static Optional<SocketChannel> open(SocketChannel guest, Decision decision) throws IOException {
    return switch (decision) {
      case Decision.Turned turned -> {
        say(guest, answer(turned));
        yield Optional.empty();
      }
      case Decision.Go go -> {
        Optional<SocketChannel> server = connect(go);
        say(guest, server.isPresent() ? OPEN : answer(go.failed()));
        yield server;
      }
    };
  }

  static void say(SocketChannel to, String text) throws IOException {
    BytePump.writeAll(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to);
  }

  private static Optional<SocketChannel> connect(Decision.Go go) throws IOException {
    for (InetSocketAddress address : go.addresses()) {
      SocketChannel server = SocketChannel.open();
      try {
        server.socket().connect(address, (int) CONNECT_TIMEOUT.toMillis());
        return Optional.of(server);
      } catch (IOException e) {
        server.close(); // the next address may do; if none does the guest is told
      }
    }
    return Optional.empty();
  }

  private static String answer(Decision.Turned turned) {
    String body = turned.sentence() + "\n";
    return "HTTP/1.1 %d Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
            .formatted(turned.status())
        + "%s: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(
                WHY_HEADER, turned.sentence(), body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
