package drover.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Carries bytes between a guest and what is behind the door, both ways. Who has said everything may
 * still hear the answer: the connection lives on until the other has ended too, or has been silent
 * for a while.
 */
final class BytePump {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final SocketChannel guest;
  private final SocketChannel far;
  private final Duration patience;
  private volatile boolean guestIsDone;

  /**
   * @param patience how long one side may be silent after the other has said everything
   */
  BytePump(SocketChannel guest, SocketChannel far, Duration patience) {
    this.guest = guest;
    this.far = far;
    this.patience = patience;
  }

  /**
   * Returns when nothing more can come; the caller closes both.
   *
   * @param first what the guest has said already
   */
  void run(ByteBuffer first) throws IOException {
    Thread requests = Thread.ofVirtual().name("egress-requests").start(() -> carryRequests(first));
    carryAnswers();
    try {
      requests.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void writeAll(ByteBuffer bytes, SocketChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private void carryRequests(ByteBuffer first) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      writeAll(first, far);
      while (guest.read(buffer) >= 0) {
        writeAll(buffer.flip(), far);
        buffer.clear();
      }
      guestIsDone = true;
      far.shutdownOutput();
    } catch (IOException e) {
      hangUp(); // who broke off waits for no answer
    }
  }

  private void carryAnswers() throws IOException {
    far.socket().setSoTimeout((int) patience.toMillis());
    InputStream answers = far.socket().getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      try {
        int length = answers.read(buffer);
        if (length < 0) {
          guest.shutdownOutput();
          return;
        }
        writeAll(ByteBuffer.wrap(buffer, 0, length), guest);
      } catch (SocketTimeoutException e) {
        if (guestIsDone) {
          return;
        }
      }
    }
  }

  private void hangUp() {
    try {
      far.close();
      guest.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a connection through the door", e);
    }
  }
}
