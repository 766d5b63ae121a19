package drover.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.Claim;
import drover.ledger.FencedOut;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent meets at the door, and what its run is told. */
@Timeout(60)
class EgressDoorTest {
  @TempDir private Path folder;
  private Site site;
  private EgressBench bench;
  private EgressDoor door;

  @BeforeEach
  void open() throws IOException {
    site = new Site("site");
    bench = new EgressBench(folder, EgressBench.privateHosts("site.example:" + site.port()));
    bench.names.answer("site.example", "127.0.0.1");
    bench.names.answer("internal.example", "10.0.0.5");
    door = bench.open();
  }

  @AfterEach
  void close() {
    bench.close();
    site.close();
  }

  @Test
  void a_page_is_fetched() throws IOException {
    Guest.Answer answer = Guest.get(door.socket(), url("/page?a=b"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("site 0");
    assertThat(site.requests.getFirst()).startsWith("GET /page?a=b ");
  }

  @Test
  void a_query_without_a_path_is_no_part_of_the_host() throws IOException {
    assertThat(Guest.get(door.socket(), url("?a=@b/c")).status()).isEqualTo(200);
    assertThat(site.requests.getFirst()).startsWith("GET /?a=@b/c ");
  }

  @Test
  void a_tunnel_carries_anything() throws IOException {
    try (Guest guest = Guest.tunnel(door.socket(), "site.example:" + site.port())) {
      assertThat(guest.ask("GET /through HTTP/1.1\r\nHost: x\r\n\r\n").body()).isEqualTo("site 0");
      assertThat(guest.ask("GET /again HTTP/1.1\r\nHost: x\r\n\r\n").body()).isEqualTo("site 0");
    }
    assertThat(site.requests).hasSize(2);
  }

  @Test
  void a_refusal_says_why_and_whom_to_ask() throws IOException {
    Guest.Answer answer = Guest.get(door.socket(), "http://internal.example/secret");

    String sentence =
        "Drover refused internal.example:80 because its address 10.0.0.5 is private, not public; ask"
            + " the operator of this factory if the work needs it.";
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo(sentence + "\n");
    assertThat(answer.header("X-Drover-Why")).isEqualTo(sentence);
  }

  @Test
  void a_tunnel_is_refused_the_same_way() throws IOException {
    assertThat(Guest.connect(door.socket(), "internal.example:443").status()).isEqualTo(403);
    assertThat(Guest.connect(door.socket(), "169.254.169.254:80").status()).isEqualTo(403);
    assertThat(Guest.connect(door.socket(), "site.example:22").status()).isEqualTo(403);
    assertThat(Guest.connect(door.socket(), "localhost:" + site.port()).status()).isEqualTo(403);
    assertThat(Guest.connect(door.socket(), "0x7f.1:443").status()).isEqualTo(403);
  }

  @Test
  void an_allowed_host_cannot_send_the_agent_to_a_private_one() throws IOException {
    Guest.Answer redirect = Guest.get(door.socket(), url("/away?http://internal.example/"));
    assertThat(redirect.status()).isEqualTo(302);

    assertThat(Guest.get(door.socket(), redirect.header("Location")).status()).isEqualTo(403);
  }

  @Test
  void a_connection_goes_to_the_address_that_was_checked_and_the_name_is_asked_once()
      throws IOException {
    try (Site first = new Site("first", "127.0.0.2", 0);
        Site second = new Site("second", "127.0.0.3", first.port());
        EgressBench other =
            new EgressBench(folder, EgressBench.privateHosts("rebind.example:" + first.port()))) {
      other.names.answer("rebind.example", "127.0.0.2");
      other.names.answer("rebind.example", "127.0.0.3");
      Path socket = other.open().socket();
      String url = "http://rebind.example:" + first.port() + "/";

      assertThat(Guest.get(socket, url).body()).isEqualTo("first 0");
      assertThat(other.names.asked).hasSize(1);
      assertThat(Guest.get(socket, url).body()).isEqualTo("second 0");
      assertThat(second.requests).hasSize(1);
    }
  }

  @Test
  void the_server_hears_the_host_that_was_checked_and_nothing_meant_for_the_proxy()
      throws IOException {
    Guest.Answer answer =
        Guest.ask(
            door.socket(),
            "GET "
                + url("/")
                + " HTTP/1.1\r\nHost: internal.example\r\nProxy-Authorization: Basic eDp5\r\n"
                + "Proxy-Anything: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"
                + "Connection: Upgrade, HTTP2-Settings\r\nX-Kept: yes\r\n\r\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(site.requests.getFirst())
        .contains("Host=[site.example:" + site.port() + "]", "X-kept=[yes]")
        .doesNotContain("Proxy-", "Upgrade", "Http2", "internal.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: site.example",
        "GET https://site.example/ HTTP/1.1",
        "GET ftp://site.example/ HTTP/1.1",
        "GET ws://site.example/ HTTP/1.1",
        "GET http://user:secret@site.example/ HTTP/1.1",
        "GET http://internal.example\\@site.example/ HTTP/1.1",
        "GET http:///etc/passwd HTTP/1.1",
        "GET http://[fe80::1%25eth0]/ HTTP/1.1",
        "CONNECT site.example HTTP/1.1",
        "CONNECT http://site.example:443 HTTP/1.1",
        "CONNECT user:secret@site.example:443 HTTP/1.1",
        "CONNECT site.example:443/path HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/1.1"
      })
  void what_cannot_be_read_one_way_only_is_refused(String request) throws IOException {
    Guest.Answer answer = Guest.ask(door.socket(), request + "\r\n\r\n");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("names no host and port").doesNotContain("secret");
    assertThat(bench.names.asked).isEmpty();
    door.close();
    assertThat(bench.told).hasSize(1).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void a_host_that_does_not_exist_is_told_in_a_sentence() throws IOException {
    Guest.Answer answer = Guest.connect(door.socket(), "nowhere.example:443");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body())
        .isEqualTo(
            "Drover could not connect to nowhere.example:443: no address is known for that name;"
                + " check the name, or try again later.\n");
  }

  @Test
  void a_host_where_nobody_answers_is_told_in_a_sentence() throws IOException {
    int port = site.port();
    site.close();

    assertThat(Guest.connect(door.socket(), "site.example:" + port).body())
        .startsWith("Drover could not connect to site.example:" + port + ": nobody answers there");
    assertThat(Guest.get(door.socket(), "http://site.example:" + port + "/").status())
        .isEqualTo(502);
  }

  @Test
  void the_error_of_a_server_stays_what_it_is() throws IOException {
    try (RawServer broken = new RawServer("HTTP/1.1 502 Mine\r\nContent-Length: 3\r\n\r\nown")) {
      EgressDoor other = trusting("broken.example", broken.port());

      assertThat(Guest.get(other.socket(), "http://broken.example:" + broken.port() + "/").body())
          .isEqualTo("own");
    }
  }

  @Test
  void every_host_is_told_once_to_the_run() throws IOException {
    for (int i = 0; i < 20; i++) {
      Guest.get(door.socket(), url("/" + i));
      Guest.connect(door.socket(), "internal.example:443");
    }
    door.close();
    try (EgressDoor next = bench.open()) {
      Guest.get(next.socket(), url("/next-turn"));
    }

    assertThat(bench.told)
        .containsExactly(
            "rtestrun ACTIVITY network: site.example:" + site.port(),
            "rtestrun NOTICE network: refused internal.example:443: its address 10.0.0.5 is"
                + " private, not public");
  }

  @Test
  void a_run_that_knocks_everywhere_does_not_flood_the_ledger() throws IOException {
    for (int port = 1000; port < 2500; port++) {
      Guest.connect(door.socket(), "site.example:" + port);
    }
    door.close();

    assertThat(bench.told).hasSize(1001);
    assertThat(bench.told.getLast())
        .isEqualTo("rtestrun NOTICE network: 1000 different lines; more are not recorded");
  }

  @Test
  void a_hostile_name_is_cleaned_and_cut() throws IOException {
    Guest.ask(
        door.socket(), "CONNECT \u00e9[31m\u0007" + "x".repeat(500) + ":443 HTTP/1.1\r\n\r\n");
    door.close();

    assertThat(bench.told.getFirst())
        .startsWith("rtestrun NOTICE network: refused ?[31m?xxx")
        .contains("x...: ")
        .hasSizeLessThan(350);
  }

  @Test
  void a_run_that_was_taken_over_keeps_its_network_until_it_is_stopped() throws IOException {
    int port = site.port();
    var settings =
        EgressBench.configured(folder, EgressBench.privateHosts("site.example:" + port)).settings();
    Claim old = EgressBench.RUN;
    try (Egress egress =
        new Egress(
            settings,
            bench.names,
            (claim, type, text) -> {
              throw new FencedOut(claim);
            })) {
      Path socket = egress.open(old, "publisher", AgentRuntime.CLAUDE, folder).socket();

      assertThat(Guest.get(socket, url("/one")).status()).isEqualTo(200);
      assertThat(Guest.get(socket, url("/two")).status()).isEqualTo(200);
      assertThat(Guest.connect(socket, "internal.example:443").status()).isEqualTo(403);
    }
  }

  @Test
  void there_is_a_door_for_known_jobs_only() {
    assertThatThrownBy(
            () -> bench.egress.open(EgressBench.RUN, "unheard-of", AgentRuntime.CLAUDE, folder))
        .hasMessageContaining("unheard-of");
  }

  private EgressDoor trusting(String name, int port) {
    bench.close();
    bench = new EgressBench(folder, EgressBench.privateHosts(name + ":" + port));
    bench.names.answer(name, "127.0.0.1");
    return bench.open();
  }

  private String url(String path) {
    return "http://site.example:" + site.port() + path;
  }
}
