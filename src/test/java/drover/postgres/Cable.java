package drover.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a program to a server on the loopback, which can be cut in several manners. */
public final class Cable implements AutoCloseable {
  private final ServerSocket here;
  private final int there;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean mute;
  private volatile boolean answersLost;

  private Cable(ServerSocket here, int there) {
    this.here = here;
    this.there = there;
  }

  /** To a port of the loopback. */
  public static Cable to(int port) {
    try {
      Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      Thread.ofVirtual().start(cable::accept);
      return cable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return here.getLocalPort();
  }

  /** Every connection breaks, and new ones break at once. */
  public void cut() {
    cut = true;
    breakAll();
  }

  /** Nothing goes through any more, in either direction, and nobody is told. */
  public void mute() {
    mute = true;
  }

  /**
   * What is sent from now on arrives, but the answer does not: the connection breaks instead. New
   * connections are whole.
   */
  public void loseTheNextAnswer() {
    answersLost = true;
  }

  /** As at the beginning; what was cut stays cut, new connections are whole. */
  public void mend() {
    breakAll();
    cut = false;
    mute = false;
  }

  @Override
  public void close() {
    try {
      here.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = here.accept();
        sockets.add(client);
        if (cut) {
          shut(client);
        } else {
          join(client);
        }
      }
    } catch (SocketException e) {
      breakAll(); // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void join(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), there));
    } catch (IOException e) { // nobody is there: the client is told by the end of its connection
      shut(client);
      return;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    sockets.add(server);
    Thread.ofVirtual().start(() -> copy(client, server));
    Thread.ofVirtual().start(() -> answer(server, client));
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!mute) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      shut(to);
    }
    shut(from);
    shut(to);
  }

  private void answer(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answersLost) {
          answersLost = false;
          break;
        }
        if (!mute) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      shut(to);
    }
    shut(from);
    shut(to);
  }

  private void breakAll() {
    sockets.forEach(this::shut);
  }

  private void shut(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
