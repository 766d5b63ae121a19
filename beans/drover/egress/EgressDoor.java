package drover.egress;

import drover.machine.UnixListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * One open door of one run: a socket on which an HTTP proxy answers, until it is closed. Every
 * connection carries one request or one tunnel and is a thread of its own, so that nobody waits for
 * what another asked for.
 */
public final class EgressDoor implements AutoCloseable {
  /** An agent must not use up the files that the factory may have open. */
  private static final int MOST_CONNECTIONS = 512;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final DoorSocket place;
  private final Doorkeeper doorkeeper;
  private final DoorLog log;
  private final Duration patience;
  private final UnixListener listener;
  private final Set<SocketChannel> outside = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param patience how long one side of a connection may be silent after the other is done
   */
  EgressDoor(DoorSocket place, Gate gate, DoorLog log, Duration patience) {
    this.place = place;
    this.doorkeeper = new Doorkeeper(gate, log);
    this.log = log;
    this.patience = patience;
    this.listener = listen();
  }

  /** To be mounted into the sandbox as {@link GuestNetwork#SOCKET}. */
  public Path socket() {
    return place.path();
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Every connection is cut, and what the run did through the door is recorded. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      listener.close();
      for (SocketChannel server : outside) {
        cut(server);
      }
      log.flush();
      place.remove();
    }
  }

  private UnixListener listen() {
    try {
      UnixListener listening = UnixListener.open(place.path(), this::serve);
      try {
        place.lock();
        return listening;
      } catch (RuntimeException e) {
        listening.close();
        throw e;
      }
    } catch (RuntimeException e) {
      place.remove();
      throw e;
    }
  }

  private void serve(SocketChannel guest) throws IOException {
    if (!free.tryAcquire()) {
      say(guest, Answers.CROWDED);
      return;
    }
    try {
      Optional<Request> request = Request.read(guest);
      if (request.isPresent()) {
        serve(guest, request.get());
      }
    } catch (HttpException | MessageConstraintException e) {
      say(guest, Answers.NO_REQUEST);
    } finally {
      free.release();
    }
  }

  private void serve(SocketChannel guest, Request request) throws IOException {
    switch (doorkeeper.decide(request)) {
      case Decision.Turned turned -> say(guest, Answers.to(request, turned));
      case Decision.Go go -> {
        Optional<SocketChannel> server = connect(go);
        if (server.isPresent()) {
          carry(guest, server.get(), request, go);
        } else {
          say(guest, Answers.to(request, go.failed()));
        }
      }
    }
  }

  private void carry(SocketChannel guest, SocketChannel server, Request request, Decision.Go go)
      throws IOException {
    try (server) {
      outside.add(server);
      if (isClosed()) {
        return; // nobody would cut it any more
      }
      if (request.asksForTunnel()) {
        say(guest, Answers.CONNECTED);
      } else {
        say(server, request.headFor(go.wanted(), go.target()));
      }
      new BytePump(guest, server, patience).run(request.begun());
    } finally {
      outside.remove(server);
    }
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

  private static void say(SocketChannel to, String text) throws IOException {
    BytePump.writeAll(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), to);
  }

  private static void cut(SocketChannel server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot cut a connection of a door", e);
    }
  }
}
