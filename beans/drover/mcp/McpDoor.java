package drover.mcp;

import drover.egress.DoorSocket;
import drover.machine.ProcessTree;
import drover.machine.UnixListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The way of one turn to one server: a socket that is mounted into the sandbox. For every
 * connection a server of its own is started outside, whose standard input and output the connection
 * becomes.
 */
public final class McpDoor implements AutoCloseable {
  private final String server;
  private final Starter starter;
  private final Consumer<String> notices;
  private final DoorSocket place;
  private final UnixListener listener;
  private final Set<Process> live = ConcurrentHashMap.newKeySet();
  private final Object starting = new Object();
  private volatile boolean closed;

  /** Starts a server. */
  interface Starter {
    Process start() throws IOException;
  }

  private McpDoor(String server, Starter starter, Consumer<String> notices, Path directory) {
    this.server = server;
    this.starter = starter;
    this.notices = notices;
    this.place = DoorSocket.in(directory, "mcp-" + server + ".sock");
    this.listener = UnixListener.open(place.path(), this::serve);
    place.lock();
  }

  /**
   * @param directory whose owner, and nobody else, may open the door
   * @param notices is told what goes wrong, one line for people; from threads of its own
   */
  static McpDoor open(String server, Starter starter, Consumer<String> notices, Path directory) {
    return new McpDoor(server, starter, notices, directory);
  }

  public String server() {
    return server;
  }

  public Path socket() {
    return place.path();
  }

  /** No server of this door lives when this returns. */
  @Override
  public void close() {
    synchronized (starting) {
      closed = true;
    }
    listener.close();
    live.forEach(process -> new ProcessTree(process.toHandle()).kill());
    live.forEach(McpDoor::statusOf);
    place.remove();
  }

  private void serve(SocketChannel connection) throws IOException {
    Process process;
    synchronized (starting) {
      if (closed) {
        return;
      }
      try {
        process = starter.start();
      } catch (IOException e) {
        notices.accept("the MCP server %s cannot be started: %s".formatted(server, e.getMessage()));
        return;
      }
      live.add(process);
    }
    try {
      Thread questions = Thread.ofVirtual().start(() -> forward(connection, process));
      try (InputStream answers = process.getInputStream()) {
        answers.transferTo(Channels.newOutputStream(connection));
      }
      connection.close(); // whoever asks learns that nobody answers any more
      join(questions);
    } finally {
      new ProcessTree(process.toHandle()).kill();
      int status = statusOf(process);
      live.remove(process);
      tellWhenItFailed(status);
    }
  }

  /** When the agent hangs up the server hears the end of its input. */
  private static void forward(SocketChannel connection, Process process) {
    try (OutputStream questions = process.getOutputStream()) {
      InputStream from = Channels.newInputStream(connection);
      byte[] chunk = new byte[64 * 1024];
      for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
        questions.write(chunk, 0, read);
        questions.flush();
      }
    } catch (IOException e) {
      process.destroy(); // one of the two is gone: the other has nobody to talk to
    }
  }

  private void tellWhenItFailed(int status) {
    boolean isKilled = status > 128;
    if (status == 0 || isKilled || closed) {
      return;
    }
    try {
      notices.accept("the MCP server %s ended with status %d".formatted(server, status));
    } catch (UncheckedIOException e) {
      return; // the run has ended meanwhile, nobody is told any more
    }
  }

  /** Waits until it is gone, which takes a moment even after a kill. */
  private static int statusOf(Process process) {
    return process.onExit().join().exitValue();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
