package drover.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A door between a sandbox and the factory: a socket in the file system, which is mounted where the
 * network is not. Every connection is served on a virtual thread of its own.
 */
public final class UnixListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);

  /** What to do with a connection; it is closed afterwards. */
  public interface Service {
    void serve(SocketChannel connection) throws IOException;
  }

  /** Guests that wait for their thread; with more at once a connection is refused. */
  private static final int MOST_WAITING = 1024;

  private final Path socket;
  private final Service service;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private UnixListener(Path socket, Service service, ServerSocketChannel server) {
    this.socket = socket;
    this.service = service;
    this.server = server;
  }

  /**
   * @param socket path that does not exist yet; at most 107 bytes, a limit of the kernel
   * @throws UncheckedIOException when it cannot be made
   */
  public static UnixListener open(Path socket, Service service) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket), MOST_WAITING);
      UnixListener listener = new UnixListener(socket, service, server);
      Thread.ofVirtual().name("door-" + socket.getFileName()).start(listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + socket, e);
    }
  }

  public Path socket() {
    return socket;
  }

  /** Nobody is served any more when this returns, and the socket is gone. */
  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel connection : open) {
        connection.close();
      }
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + socket, e);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        open.add(connection);
        if (!server.isOpen()) {
          connection.close(); // it came while the door was closed
        }
        Thread.ofVirtual().name("guest-" + socket.getFileName()).start(() -> serve(connection));
      }
    } catch (ClosedChannelException e) {
      return; // closed on purpose
    } catch (IOException e) {
      LOG.warn("Nobody is let in through {} any more: {}", socket, e.getMessage());
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      service.serve(connection);
    } catch (AsynchronousCloseException e) {
      return; // closed on purpose
    } catch (IOException e) {
      LOG.debug("A connection through {} broke: {}", socket, e.getMessage());
    } finally {
      open.remove(connection);
    }
  }
}
