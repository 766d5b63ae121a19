package drover.cluster.here;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a pod through the API, as the kubelet serves it over a WebSocket ({@code
 * v4.channel.k8s.io}): the first byte of a message is its channel, 0 for data and 1 for errors, and
 * the first message of each channel is the port's number.
 */
final class ForwardedPort extends WebSocketListener {
  private static final Pattern PORT = Pattern.compile("ports=(\\d+)");
  private static final int BUFFER = 1 << 16;

  private final int port;
  private final Socket socket;

  private ForwardedPort(int port) {
    this.port = port;
    try {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ForwardedPort asked(String path) {
    Matcher port = PORT.matcher(path);
    if (!port.find()) {
      throw new IllegalArgumentException(path);
    }
    return new ForwardedPort(Integer.parseInt(port.group(1)));
  }

  @Override
  public void onOpen(WebSocket connection, Response response) {
    connection.send(new byte[] {0, (byte) port, (byte) (port >> 8)});
    connection.send(new byte[] {1, (byte) port, (byte) (port >> 8)});
    Thread.ofVirtual().start(() -> pump(connection));
  }

  private void pump(WebSocket connection) {
    byte[] buffer = new byte[BUFFER];
    try (socket;
        InputStream answers = socket.getInputStream()) {
      int read;
      while ((read = answers.read(buffer, 1, buffer.length - 1)) > 0) {
        buffer[0] = 0;
        connection.send(Arrays.copyOf(buffer, read + 1));
      }
    } catch (IOException e) {
      System.err.println("port " + port + ": " + e.getMessage());
    }
    connection.close(1000, "over");
  }

  @Override
  public void onMessage(WebSocket connection, byte[] message) {
    try {
      socket.getOutputStream().write(message, 1, message.length - 1);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      connection.close(1000, "over");
    }
  }

  @Override
  public void onMessage(WebSocket connection, io.fabric8.mockwebserver.http.ByteString message) {
    onMessage(connection, message.toByteArray());
  }

  @Override
  public void onClosed(WebSocket connection, int code, String reason) {
    try {
      socket.close();
    } catch (IOException e) {
      System.err.println("port " + port + ": " + e.getMessage());
    }
  }
}
