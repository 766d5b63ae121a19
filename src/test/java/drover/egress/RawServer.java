package drover.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on loopback that does exactly what a test says. */
final class RawServer implements AutoCloseable {
  /** What to do with one connection; it is closed afterwards. */
  interface Service {
    void serve(Socket connection) throws Exception;
  }

  /** How connections ended that are closed: empty, or what went wrong. */
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  private final ServerSocket server;

  /** Says this to everybody, after the first bytes it hears. */
  RawServer(String answer) throws IOException {
    this(
        connection -> {
          connection.getInputStream().read();
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        });
  }

  RawServer(Service service) throws IOException {
    server = new ServerSocket(0, 300, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(() -> accept(service));
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept(Service service) {
    try {
      while (true) {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> serve(service, connection));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Service service, Socket connection) {
    String end = "";
    try (connection) {
      service.serve(connection);
    } catch (Exception e) {
      end = e.toString();
    }
    ends.add(end);
  }
}
