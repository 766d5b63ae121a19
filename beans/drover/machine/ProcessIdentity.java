package drover.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number: pids are reused, after a
 * restart of the machine even soon.
 *
 * @param host name of the machine
 * @param bootId changes with every start of the machine
 * @param pid process number
 * @param startedAt epoch milliseconds; 0 where the system does not tell
 */
public record ProcessIdentity(String host, String bootId, long pid, long startedAt) {
  /** The system tells starts relative to a clock that may have been set since. */
  private static final long CLOCK_DRIFT_MILLIS = 2_000;

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** This process. */
  public static ProcessIdentity ofThisProcess() {
    return of(ProcessHandle.current());
  }

  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(hostName(), currentBootId(), process.pid(), startOf(process));
  }

  /** Whether it ran here and is certainly over. False for a process of another host. */
  public boolean isGoneFromThisHost() {
    return host.equals(hostName()) && find().isEmpty();
  }

  /** The running process, if it is one of this host and still the same. */
  public Optional<ProcessHandle> find() {
    if (!host.equals(hostName()) || !bootId.equals(currentBootId())) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(startOf(process) - startedAt) <= CLOCK_DRIFT_MILLIS);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String currentBootId() {
    try {
      return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
