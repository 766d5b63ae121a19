package drover.egress;

import drover.egress.BytePump.FarEnd;
import drover.machine.UnixListener;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open door of one run: a socket on which an HTTP proxy answers, until it is closed. */
public final class EgressDoor implements AutoCloseable {
  /** An agent must not use up the files that the factory may have open. */
  private static final int MOST_CONNECTIONS = 512;

  private static final String CROWDED =
      "HTTP/1.1 503 Too many connections\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  private final DoorSocket place;
  private final Doorkeeper doorkeeper;
  private final DoorProxy proxy;
  private final DoorLog log;
  private final Duration patience;
  private final UnixListener listener;
  private final Set<SocketChannel> tunnels = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param patience how long one side of a connection may be silent after the other is done
   */
  EgressDoor(DoorSocket place, Gate gate, DoorLog log, Duration patience) {
    this.place = place;
    this.doorkeeper = new Doorkeeper(gate, log);
    this.proxy = new DoorProxy(doorkeeper);
    this.log = log;
    this.patience = patience;
    this.listener = UnixListener.open(place.path(), this::serve);
    place.lock();
  }

  /** To be mounted into the sandbox as {@link GuestNetwork#SOCKET}. */
  public Path socket() {
    return place.path();
  }

  boolean isClosed() {
    return closed.get();
  }

  DoorProxy proxy() {
    return proxy;
  }

  /** Every connection is cut, and what the run did through the door is recorded. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      listener.close();
      for (SocketChannel tunnel : tunnels) {
        cut(tunnel);
      }
      proxy.close();
      log.flush();
      place.remove();
    }
  }

  private void serve(SocketChannel guest) throws IOException {
    if (!free.tryAcquire()) {
      Tunnel.say(guest, CROWDED);
      return;
    }
    try {
      Opening opening = Opening.read(guest);
      Optional<HttpRequest> wish = opening.tunnel();
      if (wish.isPresent()) {
        tunnel(guest, opening, doorkeeper.decide(wish.get()));
      } else {
        proxied(guest, opening);
      }
    } finally {
      free.release();
    }
  }

  private void tunnel(SocketChannel guest, Opening opening, Decision decision) throws IOException {
    Optional<SocketChannel> other = Tunnel.open(guest, decision);
    if (other.isEmpty()) {
      return;
    }
    try (SocketChannel server = other.get()) {
      tunnels.add(server);
      if (!isClosed()) {
        new BytePump(guest, server, FarEnd.IS_TOLD, patience).run(opening.afterHead());
      }
    } finally {
      tunnels.remove(other.get());
    }
  }

  private void proxied(SocketChannel guest, Opening opening) throws IOException {
    SocketChannel inside = proxy.enter();
    try {
      new BytePump(guest, inside, FarEnd.IS_NOT_TOLD, patience).run(opening.said());
    } finally {
      proxy.leave(inside);
    }
  }

  private static void cut(SocketChannel tunnel) {
    try {
      tunnel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close a tunnel", e);
    }
  }
}
