package drover.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Doors open where they should, for whom they should, and leave nothing behind. */
@Timeout(120)
class EgressLifeTest {
  @TempDir private Path folder;

  @Test
  void closing_a_door_cuts_its_tunnels_and_no_other() throws Exception {
    try (RawServer echo =
            new RawServer(
                connection ->
                    connection.getInputStream().transferTo(connection.getOutputStream()));
        EgressBench bench = EgressBench.trusting(folder, echo.port());
        EgressDoor door = bench.open();
        Guest cut = Guest.tunnel(door.socket(), "server.example:" + echo.port());
        Guest kept = bench.tunnel(echo.port())) {
      door.close();

      assertThat(cut.readToEnd()).isEmpty();
      assertThat(echo.ends.take()).isNotNull();
      assertThat(door.socket()).doesNotExist();
      kept.say("still here");
      assertThat(kept.read(10)).isEqualTo("still here");
    }
  }

  @Test
  void closing_the_factory_leaves_no_thread_no_file_and_no_socket() throws Exception {
    try (RawServer echo =
        new RawServer(
            connection -> connection.getInputStream().transferTo(connection.getOutputStream()))) {
      openUseAndClose(echo); // whatever a library keeps for good is there after the first time
      long before = openSockets();
      for (int i = 0; i < 5; i++) {
        openUseAndClose(echo);
      }

      assertThat(openSockets()).isLessThanOrEqualTo(before);
    }
    awaitNoThreadOfADoor();
    try (var left = Files.list(folder)) {
      assertThat(left)
          .extracting(path -> path.getFileName().toString())
          .containsExactly("application.yaml");
    }
  }

  @Test
  void a_factory_that_opens_no_door_starts_nothing() throws Exception {
    awaitNoThreadOfADoor(); // of another test
    try (EgressBench bench = new EgressBench(folder, "")) {
      assertThat(threadsOfDoors()).isEmpty();
      bench.open();
      assertThat(threadsOfDoors()).as("a door is seen").isNotEmpty();
    }
  }

  @Test
  void the_socket_is_the_owners_alone() throws Exception {
    try (EgressBench bench = new EgressBench(folder, "");
        EgressDoor door = bench.open()) {
      assertThat(door.socket()).hasParentRaw(folder);
      assertThat(Files.getOwner(door.socket())).isEqualTo(Files.getOwner(folder));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door.socket())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_directory_too_deep_for_a_socket_gets_a_short_one() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(60)).resolve("e".repeat(60)));
    Path socket;
    try (EgressBench bench = new EgressBench(folder, "");
        EgressDoor door =
            bench.egress.open(EgressBench.RUN, "publisher", AgentRuntime.CLAUDE, deep)) {
      socket = door.socket();
      assertThat(socket.toString()).hasSizeLessThan(108);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
      assertThat(Guest.connect(socket, "127.0.0.1:80").status()).isEqualTo(403);
    }
    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void what_a_dead_factory_left_is_no_obstacle() throws Exception {
    Files.createFile(folder.resolve("egress-1.sock"));

    try (EgressBench bench = new EgressBench(folder, "");
        EgressDoor door = bench.open()) {
      assertThat(Guest.connect(door.socket(), "127.0.0.1:80").status()).isEqualTo(403);
    }
  }

  private void openUseAndClose(RawServer echo) throws Exception {
    EgressBench bench = EgressBench.trusting(folder, echo.port());
    Guest guest = bench.tunnel(echo.port());
    guest.say("hello");
    assertThat(guest.read(5)).isEqualTo("hello");
    bench.close();
    assertThat(guest.readToEnd()).isEmpty();
    guest.close();
    echo.ends.take();
  }

  private static long openSockets() throws IOException {
    long sockets = 0;
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path handle : open) {
        sockets += isSocket(handle) ? 1 : 0;
      }
    }
    return sockets;
  }

  private static boolean isSocket(Path handle) throws IOException {
    try {
      return Files.readSymbolicLink(handle).toString().startsWith("socket:");
    } catch (NoSuchFileException e) {
      return false; // the one that listed them
    }
  }

  /** They are told to end, and do so in their own time; the timeout of the test is the limit. */
  private void awaitNoThreadOfADoor() throws IOException {
    while (!threadsOfDoors().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /** Virtual threads too, which no other list of threads has. */
  private List<String> threadsOfDoors() throws IOException {
    Path dump = folder.resolve("threads").toAbsolutePath();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    try (var lines = Files.lines(dump)) {
      return lines.filter(line -> line.matches("#\\d+ \"[^\"]*egress.*")).toList();
    } finally {
      Files.delete(dump);
    }
  }
}
