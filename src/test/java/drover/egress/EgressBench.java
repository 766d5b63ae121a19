package drover.egress;

import drover.config.Configuration;
import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.machine.Network;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Doors for a test: names mean what the test says, and what is told of a run is kept. */
final class EgressBench implements AutoCloseable {
  static final Claim RUN = new Claim("rtestrun", "itest", 1, 1);

  final Names names = new Names();
  final List<String> told = new CopyOnWriteArrayList<>();
  final Egress egress;
  private final Path folder;

  EgressBench(Path folder, String configuration) {
    this(folder, configuration, Duration.ofSeconds(60));
  }

  EgressBench(Path folder, String configuration, Duration patience) {
    this.folder = folder;
    this.egress =
        new Egress(configured(folder, configuration).settings(), names, this::tell, patience);
  }

  /** With doors to a server on loopback that is known as {@code server.example}. */
  static EgressBench trusting(Path folder, int port) {
    return trusting(folder, port, Duration.ofSeconds(60));
  }

  static EgressBench trusting(Path folder, int port, Duration patience) {
    EgressBench bench = new EgressBench(folder, privateHosts("server.example:" + port), patience);
    bench.names.answer("server.example", "127.0.0.1");
    return bench;
  }

  /** A tunnel to that server through a door of its own. */
  Guest tunnel(int port) throws IOException {
    return Guest.tunnel(open().socket(), "server.example:" + port);
  }

  static Configuration configured(Path folder, String text) {
    try {
      Path file = Files.writeString(folder.resolve("application.yaml"), text);
      return Configuration.load(Optional.of(file), Map.of());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What lets tests reach servers of their own. */
  static String privateHosts(String... hosts) {
    return "drover: {egress: {private-hosts: [" + quoted(hosts) + "]}}\n";
  }

  static String quoted(String... words) {
    return String.join(", ", Arrays.stream(words).map(word -> '"' + word + '"').toList());
  }

  EgressDoor open() {
    return egress.open(RUN, "publisher", AgentRuntime.CLAUDE, folder);
  }

  @Override
  public void close() {
    egress.close();
  }

  private void tell(Claim claim, EventType type, String text) {
    told.add(claim.run() + " " + type + " " + text);
  }

  /** Answers one after another; the last one for ever. */
  static final class Names implements Network {
    private final Map<String, Deque<List<InetAddress>>> answers = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    void answer(String name, String... addresses) {
      answers
          .computeIfAbsent(name, any -> new ArrayDeque<>())
          .add(Arrays.stream(addresses).map(Names::address).toList());
    }

    @Override
    public synchronized List<InetAddress> addresses(String name) throws UnknownHostException {
      asked.add(name);
      Deque<List<InetAddress>> left = answers.getOrDefault(name, new ArrayDeque<>());
      if (left.isEmpty()) {
        throw new UnknownHostException(name);
      }
      return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }

    @Override
    public boolean isOwn(InetAddress address) {
      return address.equals(address("4.4.4.4"));
    }

    private static InetAddress address(String written) {
      try {
        return InetAddress.getByName(written);
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
  }
}
