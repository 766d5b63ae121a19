package drover.egress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.TransportProtocol;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;
import org.littleshoot.proxy.impl.ServerGroup;

/**
 * The proxy behind one door for plain HTTP, where each request may go to another host. It has
 * threads of its own: a run that waits for a name that nobody resolves makes no other run wait. It
 * listens on loopback, and serves only connections that the door itself made: who else is on this
 * machine finds it closed.
 */
final class DoorProxy implements AutoCloseable {
  private static final InetSocketAddress ANY_LOOPBACK_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** A server may think for minutes without a byte; a connection that is silent longer is lost. */
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final int LONGEST_HEAD_BYTES = 64 * 1024;
  private static final int CLIENT_THREADS = 4;
  private static final int SERVER_THREADS = 2;
  private static final int SECONDS_TO_STOP = 2;

  private final Doorkeeper doorkeeper;
  private final Set<SocketAddress> guests = ConcurrentHashMap.newKeySet();
  private final ServerGroup threads = new ServerGroup("egress", 1, CLIENT_THREADS, SERVER_THREADS);
  private Optional<HttpProxyServer> server = Optional.empty();

  DoorProxy(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  /** Where it listens; it starts with the first guest. */
  synchronized InetSocketAddress address() {
    if (threads.isStopped()) {
      throw new IllegalStateException("the door is closed");
    }
    if (server.isEmpty()) {
      server = Optional.of(start());
    }
    return server.get().getListenAddress();
  }

  /** A connection to the proxy for one guest; give it back to {@link #leave}. */
  SocketChannel enter() throws IOException {
    SocketChannel connection = SocketChannel.open();
    try {
      connection.bind(ANY_LOOPBACK_PORT);
      guests.add(connection.getLocalAddress());
      connection.connect(address());
      return connection;
    } catch (IOException e) {
      leave(connection);
      throw e;
    }
  }

  void leave(SocketChannel connection) throws IOException {
    if (connection.isOpen()) {
      guests.remove(connection.getLocalAddress());
    }
    connection.close();
  }

  /** Every connection is cut, and no thread is left. */
  @Override
  public synchronized void close() {
    if (server.isEmpty()) {
      threads.shutdown(false);
      return;
    }
    server.get().abort();
    for (EventLoopGroup group :
        List.of(
            threads.getClientToProxyAcceptorPoolForTransport(TransportProtocol.TCP),
            threads.getClientToProxyWorkerPoolForTransport(TransportProtocol.TCP),
            threads.getProxyToServerWorkerPoolForTransport(TransportProtocol.TCP))) {
      try {
        group.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private HttpProxyServer start() {
    return DefaultHttpProxyServer.bootstrap()
        .withServerGroup(threads)
        .withAddress(ANY_LOOPBACK_PORT)
        .withFiltersSource(
            new HttpFiltersSourceAdapter() {
              @Override
              public HttpFilters filterRequest(HttpRequest request, ChannelHandlerContext guest) {
                if (!guests.contains(guest.channel().remoteAddress())) {
                  throw new IllegalStateException("a connection that did not come by the door");
                }
                return new GateFilter(request, doorkeeper);
              }
            })
        .withServerResolver(
            (host, port) -> {
              throw new UnknownHostException(host + " was not checked");
            })
        .withProxyAlias("drover")
        .withIdleConnectionTimeout(LONGEST_SILENCE)
        .withConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .withMaxInitialLineLength(LONGEST_HEAD_BYTES)
        .withMaxHeaderSize(LONGEST_HEAD_BYTES)
        .start();
  }
}
