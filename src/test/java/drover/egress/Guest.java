package drover.egress;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection through a door, byte by byte as a program in a sandbox would have it. */
final class Guest implements Closeable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
  private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked\r\n");

  final SocketChannel channel;

  Guest(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /** An answer to a request: its head, and its body where it has a length. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    String header(String name) {
      Matcher line = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
      return line.find() ? line.group(1) : "";
    }
  }

  static Answer ask(Path socket, String request) throws IOException {
    try (Guest guest = new Guest(socket)) {
      return guest.ask(request);
    }
  }

  static Answer get(Path socket, String url) throws IOException {
    return ask(socket, "GET " + url + " HTTP/1.1\r\nHost: ignored.example\r\n\r\n");
  }

  static Answer connect(Path socket, String target) throws IOException {
    return ask(socket, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
  }

  /** A tunnel that is open. */
  static Guest tunnel(Path socket, String target) throws IOException {
    Guest guest = new Guest(socket);
    Answer answer = guest.ask("CONNECT " + target + " HTTP/1.1\r\n\r\n");
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    return guest;
  }

  Answer ask(String request) throws IOException {
    say(request);
    String head = readUntil("\r\n\r\n");
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      return new Answer(head, read(Integer.parseInt(length.group(1))));
    }
    return new Answer(head, CHUNKED.matcher(head).find() ? readUntil("\r\n0\r\n\r\n") : "");
  }

  void say(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  String read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      continue;
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /** Everything until the other side is done. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(8192);
    while (channel.read(bytes) >= 0) {
      all.write(bytes.array(), 0, bytes.position());
      bytes.clear();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      String next = read(1);
      if (next.isEmpty()) {
        throw new AssertionError("ended after: " + text);
      }
      text.append(next);
    }
    return text.toString();
  }
}
