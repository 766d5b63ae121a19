package drover.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The socket through which a sandbox reaches the factory. */
@Timeout(60)
class UnixListenerTest {
  @TempDir private Path folder;

  @Test
  void everyConnectionIsServed() throws IOException {
    Path socket = folder.resolve("door");
    try (UnixListener listener = UnixListener.open(socket, UnixListenerTest::greet)) {
      assertThat(ask(listener.socket())).isEqualTo("hello");
      assertThat(ask(listener.socket())).isEqualTo("hello");
    }
  }

  @Test
  void closingEndsConversationsAndRemovesTheSocket() throws IOException {
    Path socket = folder.resolve("door");
    UnixListener listener =
        UnixListener.open(
            socket,
            connection -> {
              greet(connection);
              connection.read(ByteBuffer.allocate(1)); // waits for what never comes
            });
    try (SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer greeting = ByteBuffer.allocate(5);
      while (greeting.hasRemaining()) {
        assertThat(guest.read(greeting)).isPositive();
      }

      listener.close();

      assertThat(guest.read(ByteBuffer.allocate(1))).as("end of the conversation").isEqualTo(-1);
    }
    assertThat(socket).doesNotExist();
    assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
  }

  private static void greet(SocketChannel connection) throws IOException {
    connection.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
  }

  private static String ask(Path socket) throws IOException {
    try (SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer answer = ByteBuffer.allocate(100);
      while (guest.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }
  }
}
