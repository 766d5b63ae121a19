package drover.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Carries bytes between a guest and the proxy, both ways, until one of them is done.
 *
 * <p>A guest that has said everything may still wait for the answer. The proxy would hang up at
 * once, so it is not told: the connection lives on until the server ends it, or has sent nothing
 * for a while.
 */
final class BytePump {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final SocketChannel guest;
  private final SocketChannel proxy;
  private final Duration patience;
  private volatile boolean guestIsDone;

  /**
   * @param patience how long a server may be silent after the guest has said everything
   */
  BytePump(SocketChannel guest, SocketChannel proxy, Duration patience) {
    this.guest = guest;
    this.proxy = proxy;
    this.patience = patience;
  }

  /** Returns when nothing more can come; the caller closes both. */
  void run() throws IOException {
    Thread.ofVirtual().name("egress-requests").start(this::carryRequests);
    carryAnswers();
  }

  private void carryRequests() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (guest.read(buffer) >= 0) {
        writeAll(buffer.flip(), proxy);
        buffer.clear();
      }
      guestIsDone = true;
    } catch (IOException e) {
      hangUp(); // a guest that broke off waits for no answer
    }
  }

  private void carryAnswers() throws IOException {
    proxy.socket().setSoTimeout((int) patience.toMillis());
    InputStream answers = proxy.socket().getInputStream();
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
      proxy.close();
      guest.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close a connection through the door", e);
    }
  }

  private static void writeAll(ByteBuffer bytes, SocketChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
