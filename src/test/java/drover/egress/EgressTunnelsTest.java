package drover.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes through a door arrives whole, in both directions, however the two ends behave. */
@Timeout(120)
class EgressTunnelsTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void much_goes_through_unchanged_in_both_directions() throws Exception {
    byte[] up = randomBytes(1, 24 * MEGABYTE);
    byte[] down = randomBytes(2, 24 * MEGABYTE);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.getOutputStream().write(down);
                  byte[] heard = connection.getInputStream().readNBytes(up.length);
                  connection.getOutputStream().write(digest(heard).getBytes(ISO_8859_1));
                });
        EgressBench bench = EgressBench.trusting(folder, server.port());
        Guest guest = bench.tunnel(server.port())) {
      Thread writer = Thread.ofVirtual().start(() -> write(guest, up));
      byte[] heard = bytes(guest.read(down.length));

      assertThat(heard).hasSameSizeAs(down);
      assertThat(java.util.Arrays.mismatch(heard, down)).isEqualTo(-1);
      assertThat(guest.readToEnd()).isEqualTo(digest(up));
      writer.join();
    }
  }

  @Test
  void a_slow_reader_gets_everything() throws Exception {
    byte[] down = randomBytes(3, 8 * MEGABYTE);
    CountDownLatch sent = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.getOutputStream().write(down, 0, MEGABYTE);
                  sent.countDown();
                  connection.getOutputStream().write(down, MEGABYTE, down.length - MEGABYTE);
                });
        EgressBench bench = EgressBench.trusting(folder, server.port());
        Guest guest = bench.tunnel(server.port())) {
      sent.await(); // by then there is more under way than the buffers between hold

      byte[] heard = bytes(guest.readToEnd());
      assertThat(heard).hasSameSizeAs(down);
      assertThat(java.util.Arrays.mismatch(heard, down)).isEqualTo(-1);
    }
  }

  @Test
  void two_hundred_tunnels_at_once_are_kept_apart() throws Exception {
    CountDownLatch all = new CountDownLatch(200);
    try (RawServer echo =
            new RawServer(
                connection -> {
                  all.countDown();
                  all.await();
                  connection.getInputStream().transferTo(connection.getOutputStream());
                });
        EgressBench bench = EgressBench.trusting(folder, echo.port());
        EgressDoor door = bench.open();
        var guests = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> intact = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int seed = i;
        intact.add(guests.submit(() -> comesBack(door.socket(), echo.port(), seed)));
      }
      for (Future<Boolean> one : intact) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  @Test
  void a_guest_that_has_said_everything_still_hears_the_answer() throws Exception {
    CountDownLatch halfClosed = new CountDownLatch(1);
    byte[] answer = randomBytes(4, MEGABYTE);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.getInputStream().readNBytes(7);
                  halfClosed.await();
                  connection.getOutputStream().write(answer);
                });
        EgressBench bench = EgressBench.trusting(folder, server.port());
        Guest guest = bench.tunnel(server.port())) {
      guest.say("request");
      guest.channel.shutdownOutput();
      halfClosed.countDown();

      assertThat(digest(bytes(guest.readToEnd()))).isEqualTo(digest(answer));
    }
  }

  @Test
  void a_guest_that_has_said_everything_to_a_plain_site_still_hears_the_answer() throws Exception {
    try (Site site = new Site("plain");
        EgressBench bench =
            new EgressBench(folder, EgressBench.privateHosts("server.example:" + site.port()));
        EgressDoor door = bench.open();
        Guest guest = new Guest(door.socket())) {
      bench.names.answer("server.example", "127.0.0.1");
      guest.say(
          "GET http://server.example:" + site.port() + "/ HTTP/1.1\r\nConnection: close\r\n\r\n");
      guest.channel.shutdownOutput();

      assertThat(guest.readToEnd()).endsWith("plain 0");
    }
  }

  @Test
  void a_server_that_stays_silent_after_a_guest_is_done_is_not_waited_for_for_ever()
      throws Exception {
    try (RawServer server =
            new RawServer(
                connection ->
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream()));
        EgressBench bench = EgressBench.trusting(folder, server.port(), Duration.ofMillis(50));
        Guest guest = bench.tunnel(server.port())) {
      guest.say("request");
      guest.channel.shutdownOutput();

      assertThat(guest.readToEnd()).isEmpty();
      assertThat(server.ends.take()).as("the server was told").isEmpty();
    }
  }

  @Test
  void a_tunnel_in_which_nobody_speaks_stays_open() throws Exception {
    CountDownLatch patienceIsOver = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                connection -> {
                  if (connection.getInputStream().read() == 'w') {
                    patienceIsOver.await();
                    connection.getOutputStream().write("at last".getBytes(ISO_8859_1));
                  } else {
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                  }
                });
        EgressBench bench = EgressBench.trusting(folder, server.port(), Duration.ofMillis(50));
        Guest waiting = bench.tunnel(server.port())) {
      waiting.say("w");
      try (Guest done = bench.tunnel(server.port())) {
        done.say("d");
        done.channel.shutdownOutput();
        done.readToEnd(); // ends when the patience with it is over, and so is that with the other
      }
      patienceIsOver.countDown();

      assertThat(waiting.readToEnd()).isEqualTo("at last");
    }
  }

  @Test
  void a_guest_that_breaks_off_leaves_nothing_behind() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  while (true) {
                    connection.getOutputStream().write(new byte[64 * 1024]);
                  }
                });
        EgressBench bench = EgressBench.trusting(folder, server.port())) {
      try (Guest guest = bench.tunnel(server.port())) {
        guest.read(1);
      }

      assertThat(server.ends.take()).as("the server was cut off").contains("SocketException");
    }
  }

  private static boolean comesBack(Path socket, int port, int seed) throws IOException {
    byte[] sent = randomBytes(seed, 64 * 1024);
    try (Guest guest = Guest.tunnel(socket, "server.example:" + port)) {
      Thread.ofVirtual().start(() -> write(guest, sent));
      return digest(bytes(guest.read(sent.length))).equals(digest(sent));
    }
  }

  private static void write(Guest guest, byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      while (left.hasRemaining()) {
        guest.channel.write(left);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] randomBytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
