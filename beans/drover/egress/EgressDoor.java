package drover.egress;

import drover.machine.UnixListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open door of one run: a socket on which an HTTP proxy answers, until it is closed. */
public final class EgressDoor implements AutoCloseable {
  /** An agent must not use up the files that the factory may have open. */
  private static final int MOST_CONNECTIONS = 512;

  private static final byte[] CROWDED =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final DoorSocket place;
  private final DoorProxy proxy;
  private final DoorLog log;
  private final Duration patience;
  private final Runnable afterwards;
  private final UnixListener listener;
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final AtomicBoolean closed = new AtomicBoolean();

  EgressDoor(
      DoorSocket place, DoorProxy proxy, DoorLog log, Duration patience, Runnable afterwards) {
    this.place = place;
    this.proxy = proxy;
    this.log = log;
    this.patience = patience;
    this.afterwards = afterwards;
    this.listener = UnixListener.open(place.path(), this::serve);
    place.lock();
  }

  /** To be mounted into the sandbox as {@link GuestNetwork#SOCKET}. */
  public Path socket() {
    return place.path();
  }

  DoorProxy proxy() {
    return proxy;
  }

  /** Every connection is cut, and what the run did through the door is recorded. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      listener.close();
      proxy.close();
      log.flush();
      place.remove();
      afterwards.run();
    }
  }

  private void serve(SocketChannel guest) throws IOException {
    if (!free.tryAcquire()) {
      guest.write(ByteBuffer.wrap(CROWDED));
      return;
    }
    try {
      SocketChannel inside = proxy.enter();
      try {
        new BytePump(guest, inside, patience).run();
      } finally {
        proxy.leave(inside);
      }
    } finally {
      free.release();
    }
  }
}
