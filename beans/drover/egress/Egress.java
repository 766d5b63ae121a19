package drover.egress;

import drover.config.Settings;
import drover.ledger.Claim;
import drover.machine.Network;
import drover.runtime.AgentRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ways out of the sandboxes of this factory. A sandbox has no network but a loopback; what is
 * in it reaches the world through a door that is opened here. Without a door nothing runs.
 */
public final class Egress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REMEMBERED_RUNS = 64;

  private final Map<Guest, Reach> reaches;
  private final Network network;
  private final EgressLog log;
  private final Duration patience;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("egress-log").factory());
  private final Set<EgressDoor> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger doors = new AtomicInteger();
  private final Map<String, Traffic> traffic = new LinkedHashMap<>();

  /**
   * @throws drover.config.ConfigurationException naming the key whose value is no host
   */
  public Egress(Settings settings, Network network, EgressLog log) {
    this(settings, network, log, PATIENCE);
  }

  /**
   * @param patience how long a server may be silent after a guest has said everything
   */
  Egress(Settings settings, Network network, EgressLog log, Duration patience) {
    this.reaches =
        settings.jobs().keySet().stream()
            .flatMap(job -> Stream.of(AgentRuntime.values()).map(agent -> new Guest(job, agent)))
            .collect(
                Collectors.toUnmodifiableMap(
                    guest -> guest, guest -> Reach.of(settings, guest.job(), guest.runtime())));
    this.network = network;
    this.log = log;
    this.patience = patience;
  }

  /**
   * Opens a door for what is about to run in a sandbox.
   *
   * @param claim whose run it is; it is told where it goes
   * @param job says how far it may go
   * @param runtime says where the model is that it needs
   * @param directory exists; its owner, and nobody else, may open the door. The socket lies in it,
   *     or in a short directory of its own where the path would be too long for a socket
   * @throws java.io.UncheckedIOException when no socket can be made
   */
  public EgressDoor open(Claim claim, String job, AgentRuntime runtime, Path directory) {
    Gate gate = new Gate(reachOf(new Guest(job, runtime)), network);
    DoorLog doorLog = new DoorLog(claim, trafficOf(claim.run()), log, writer);
    DoorSocket place = DoorSocket.in(directory, "egress-" + doors.incrementAndGet() + ".sock");
    open.removeIf(EgressDoor::isClosed);
    EgressDoor door = new EgressDoor(place, gate, doorLog, patience);
    open.add(door);
    return door;
  }

  /** Closes the doors that are still open. */
  @Override
  public void close() {
    List.copyOf(open).forEach(EgressDoor::close);
    writer.close();
  }

  private Reach reachOf(Guest guest) {
    return Optional.ofNullable(reaches.get(guest))
        .orElseThrow(() -> new IllegalArgumentException("there is no job " + guest.job()));
  }

  private record Guest(String job, AgentRuntime runtime) {}

  private Traffic trafficOf(String run) {
    synchronized (traffic) {
      if (traffic.size() > REMEMBERED_RUNS) {
        traffic.remove(traffic.keySet().iterator().next());
      }
      return traffic.computeIfAbsent(run, any -> new Traffic());
    }
  }
}
