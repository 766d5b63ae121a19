package drover.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.AbstractMessageParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * What a guest asks the door for: the head of an HTTP request.
 *
 * @param begun what came after the head already
 */
record Request(RequestLine line, List<Header> headers, ByteBuffer begun) {
  private static final int BUFFER_BYTES = 8 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;

  /** Meant for the next one on the way, or an invitation to leave HTTP. */
  private static final Set<String> FOR_THE_PROXY =
      Set.of("connection", "host", "http2-settings", "keep-alive", "te", "upgrade");

  /** Say where a body ends, whatever somebody calls them. */
  private static final Set<String> OF_THE_BODY = Set.of("content-length", "transfer-encoding");

  Request {
    headers = List.copyOf(headers);
  }

  /**
   * Waits for the head.
   *
   * @return empty when the guest went away without a word
   * @throws HttpException when it is no HTTP
   * @throws org.apache.hc.core5.http.MessageConstraintException when it is too long
   */
  static Optional<Request> read(SocketChannel guest) throws IOException, HttpException {
    InputStream bytes = Channels.newInputStream(guest);
    SessionInputBufferImpl buffer =
        new SessionInputBufferImpl(
            new BasicHttpTransportMetrics(), BUFFER_BYTES, -1, LONGEST_LINE, null);
    CharArrayBuffer first = new CharArrayBuffer(128);
    if (buffer.readLine(first, bytes) < 0) {
      return Optional.empty();
    }
    RequestLine line = BasicLineParser.INSTANCE.parseRequestLine(first);
    Header[] headers =
        AbstractMessageParser.parseHeaders(
            buffer, bytes, MOST_HEADERS, LONGEST_LINE, BasicLineParser.INSTANCE);
    byte[] begun = new byte[buffer.length()];
    int length = begun.length == 0 ? 0 : buffer.read(begun, bytes);
    return Optional.of(
        new Request(line, Arrays.asList(headers), ByteBuffer.wrap(begun, 0, length)));
  }

  boolean asksForTunnel() {
    return line.getMethod().equals("CONNECT");
  }

  boolean wantsNoBody() {
    return line.getMethod().equals("HEAD");
  }

  /**
   * The head as the server gets it. One reading is left: whatever names a host says what was
   * checked, and nothing asks the next one on the way to do more than to answer this and hang up.
   */
  String headFor(RequestTarget wanted, Target checked) {
    Set<String> dropped = namesInConnection();
    String host = checked.port() == Gate.HTTP ? checked.host().text() : checked.toString();
    Stream<String> kept =
        headers.stream()
            .filter(header -> isKept(header.getName().toLowerCase(Locale.ROOT), dropped))
            .map(header -> header.getName() + ": " + header.getValue());
    return Stream.of(
            Stream.of(line.getMethod() + " " + wanted.rest() + " HTTP/1.1", "Host: " + host),
            kept,
            Stream.of("Connection: close", "", ""))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\r\n"));
  }

  private static boolean isKept(String name, Set<String> dropped) {
    return !FOR_THE_PROXY.contains(name) && !name.startsWith("proxy-") && !dropped.contains(name);
  }

  private Set<String> namesInConnection() {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase("connection"))
        .flatMap(header -> Arrays.stream(header.getValue().split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !OF_THE_BODY.contains(name))
        .collect(Collectors.toSet());
  }
}
