package drover.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.ConfigurationException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a run may go, and to which address exactly. */
class GateTest {
  @TempDir private Path folder;
  private final EgressBench.Names names = new EgressBench.Names();

  @Test
  void a_public_host_is_reached_at_the_address_that_was_checked() {
    names.answer("site.example", "1.1.1.1", "8.8.8.8");

    assertThat(admit("", "site.example:443"))
        .isEqualTo(
            new Verdict.Admitted(
                List.of(
                    new InetSocketAddress("1.1.1.1", 443), new InetSocketAddress("8.8.8.8", 443))));
  }

  @Test
  void a_name_that_changes_its_mind_is_judged_every_time_and_asked_once_a_time() {
    names.answer("rebind.example", "1.1.1.1");
    names.answer("rebind.example", "127.0.0.1");
    Gate gate = gate("");

    assertThat(gate.admit(target("rebind.example:80"))).isInstanceOf(Verdict.Admitted.class);
    assertThat(names.asked).hasSize(1);
    assertThat(gate.admit(target("rebind.example:80"))).isInstanceOf(Verdict.Refused.class);
    assertThat(names.asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "127.0.0.1", "::1", "fe80::1", "4.4.4.4"})
  void one_bad_address_among_good_ones_is_enough(String bad) {
    names.answer("mixed.example", "1.1.1.1", bad, "8.8.8.8");

    assertThat(admit("", "mixed.example:443")).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1:80",
        "0x7f.1:80",
        "2130706433:443",
        "[::1]:80",
        "[::ffff:10.0.0.1]:80",
        "[64:ff9b::a00:1]:443",
        "169.254.169.254:80",
        "0251.0376.0251.0376:80",
        "4.4.4.4:443"
      })
  void an_address_is_judged_without_asking_anybody(String written) {
    assertThat(admit("", written)).isInstanceOf(Verdict.Refused.class);
    assertThat(names.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 22, 25, 81, 444, 3128, 5432, 6379, 8080, 8443, 65535})
  void only_the_ports_of_the_web_are_open(int port) {
    names.answer("site.example", "1.1.1.1");

    assertThat(admit("", "site.example:" + port))
        .isEqualTo(new Verdict.Refused("only ports 80 and 443 are open"));
    assertThat(names.asked).isEmpty();
  }

  @Test
  void a_name_that_nobody_knows_is_no_refusal() {
    assertThat(admit("", "nowhere.example:80")).isEqualTo(new Verdict.Unknown());
  }

  @ParameterizedTest
  @CsvSource({
    "example.com:443, true",
    "EXAMPLE.com.:443, true",
    "www.example.com:443, false",
    "deep.www.below.example:443, true",
    "www.below.example:80, true",
    "below.example:443, false",
    "xbelow.example:443, false",
    "below.example.evil.example:443, false",
    "xn--bcher-kva.example:443, true",
    "9.9.9.9:443, true",
    "8.8.8.8:443, false",
    "api.anthropic.com:443, true",
    "api.anthropic.com:80, false",
    "xapi.anthropic.com:443, false"
  })
  void a_job_may_be_kept_to_some_domains_and_its_model(String written, boolean reachable) {
    String list = "[Example.com, '*.below.example', Bücher.example, 9.9.9.9]";
    names.answer(target(written).host().text(), "1.1.1.1");

    Verdict verdict = admit(domains(list), written);

    assertThat(verdict instanceof Verdict.Admitted).isEqualTo(reachable);
    if (!reachable) {
      assertThat(verdict)
          .isEqualTo(new Verdict.Refused("it is not in drover.jobs.publisher.egress.domains"));
    }
  }

  @Test
  void a_domain_in_the_list_must_be_public_all_the_same() {
    names.answer("example.com", "10.0.0.1");

    assertThat(admit(domains("[example.com]"), "example.com:443"))
        .isEqualTo(new Verdict.Refused("its address 10.0.0.1 is private, not public"));
  }

  @Test
  void the_operator_may_open_a_private_host_at_one_port() {
    String mirror = EgressBench.privateHosts("Mirror.example:8081", "10.0.0.9:22", "[fd00::1]:80");
    names.answer("mirror.example", "10.0.0.5");

    assertThat(admit(mirror, "mirror.example:8081"))
        .isEqualTo(new Verdict.Admitted(List.of(new InetSocketAddress("10.0.0.5", 8081))));
    assertThat(admit(mirror, "0xa.9:22")).isInstanceOf(Verdict.Admitted.class);
    assertThat(admit(mirror, "[fd00:0::1]:80")).isInstanceOf(Verdict.Admitted.class);
    assertThat(admit(mirror, "mirror.example:80")).isInstanceOf(Verdict.Refused.class);
    assertThat(admit(mirror, "10.0.0.5:8081")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void a_list_of_domains_holds_for_private_hosts_too() {
    String both =
        """
        drover:
          egress: {private-hosts: ["mirror.example:8081"]}
          jobs: {publisher: {egress: {domains: [example.com]}}}
        """;
    names.answer("mirror.example", "10.0.0.5");

    assertThat(admit(both, "mirror.example:8081")).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4711, 127.0.0.1:4711",
    "http://127.0.0.1:4711/v1, 127.0.0.1:4711",
    "https://gateway.example, gateway.example:443",
    "http://Gateway.example/, gateway.example:80",
    "'http://[::1]:8000', '[::1]:8000'"
  })
  void a_model_gateway_is_reached_wherever_it_is(String url, String written) {
    String configuration =
        "drover: {claude: {api-url: '%s'}, jobs: {publisher: {egress: {domains: [example.com]}}}}"
            .formatted(url);
    names.answer("gateway.example", "10.0.0.7");

    assertThat(admit(configuration, written)).isInstanceOf(Verdict.Admitted.class);
    assertThat(admit(configuration, "api.anthropic.com:443")).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drover: {claude: {api-url: 'http://a..b'}} | drover.claude.api-url",
        "drover: {claude: {api-url: 'http://a:99999'}} | drover.claude.api-url",
        "drover: {egress: {private-hosts: ['a..b:80']}} | drover.egress.private-hosts",
        "drover: {egress: {private-hosts: [mirror]}} | drover.egress.private-hosts",
        "drover: {jobs: {agent: {egress: {domains: [a..b]}}}} | drover.jobs.agent.egress.domains",
        "drover: {jobs: {agent: {egress: {domains: ['*']}}}} | drover.jobs.agent.egress.domains",
        "drover: {jobs: {agent: {egress: {domains: ['a:1']}}}} | drover.jobs.agent.egress.domains"
      })
  void a_host_that_is_none_stops_the_start(String configuration, String key) {
    assertThatThrownBy(() -> new EgressBench(folder, configuration))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key);
  }

  private static String domains(String list) {
    return "drover: {jobs: {publisher: {egress: {domains: %s}}}}".formatted(list);
  }

  private Verdict admit(String configuration, String written) {
    return gate(configuration).admit(target(written));
  }

  private Gate gate(String configuration) {
    var settings = EgressBench.configured(folder, configuration).settings();
    return new Gate(Reach.of(settings, "publisher", drover.runtime.AgentRuntime.CLAUDE), names);
  }

  private static Target target(String written) {
    return Target.read(written, 80).orElseThrow();
  }
}
