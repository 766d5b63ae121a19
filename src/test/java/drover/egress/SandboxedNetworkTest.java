package drover.egress;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.RealClaudeCli;
import drover.claude.ScriptedMessagesApi;
import drover.machine.NeedsPrograms;
import drover.runtime.AgentRuntime;
import drover.sandbox.Bridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs in a real network namespace, with a door and without. */
@NeedsPrograms({"bwrap", "socat", "curl"})
@Timeout(180)
class SandboxedNetworkTest {
  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void open() throws IOException {
    site = new Site("site");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void without_a_door_nothing_is_reached() throws Exception {
    for (String url :
        List.of(
            "http://127.0.0.1:" + site.port() + "/", "http://1.1.1.1/", "http://site.example/")) {
      assertThat(
              sandboxed(Optional.empty(), Map.of(), List.of("curl", "-sS", "-m", "5", url)).exit())
          .as(url)
          .isNotZero();
    }
    assertThat(site.requests).isEmpty();
  }

  @Test
  void through_a_door_a_site_is_reached_and_the_factory_is_not() throws Exception {
    try (EgressBench bench = bench(EgressBench.privateHosts("site.example:" + site.port()))) {
      bench.names.answer("localhost.example", "127.0.0.1");
      GuestNetwork network = network("");

      assertThat(curl(bench, network, "http://site.example:" + site.port() + "/").output())
          .isEqualTo("site 0");
      assertThat(curl(bench, network, "-p", "http://site.example:" + site.port() + "/").output())
          .isEqualTo("site 0");
      assertThat(curl(bench, network, "http://localhost.example/").output())
          .startsWith("Drover refused localhost.example:80 because its address 127.0.0.1 is");
      assertThat(curl(bench, network, "https://169.254.169.254/").output()).contains("403");
      assertThat(curl(bench, network, "http://127.0.0.1:" + site.port() + "/").exit()).isNotZero();
      assertThat(site.requests).hasSize(2);
    }
  }

  @Test
  void what_an_agent_serves_itself_is_reached_without_the_proxy() throws Exception {
    try (EgressBench bench = bench("")) {
      String ownServer =
          "socat TCP4-LISTEN:8000,bind=127.0.0.1,reuseaddr SYSTEM:'read request; echo HTTP/1.0 200 OK; echo; echo own' &"
              + " curl -sS --retry 20 --retry-connrefused --retry-delay 1 http://localhost:8000/";

      Ended ended = sandboxed(bench, network(""), List.of("sh", "-c", ownServer));

      assertThat(ended.output()).contains("own");
      assertThat(bench.told).isEmpty();
    }
  }

  @Test
  void the_exit_status_and_the_input_are_those_of_the_command() throws Exception {
    try (EgressBench bench = bench("")) {
      Ended ended = sandboxed(bench, network(""), List.of("sh", "-c", "cat; exit 7"));

      assertThat(ended.exit()).isEqualTo(7);
      assertThat(ended.output()).isEqualTo("What is said?");
    }
  }

  @Test
  @NeedsRealClaudeCli
  void the_real_cli_works_through_the_proxy() throws Exception {
    try (ScriptedMessagesApi api = ScriptedMessagesApi.start()) {
      int port = java.net.URI.create(api.baseUrl()).getPort();
      String url = "http://model.example:" + port;

      assertThat(turn(api, url, "model.example"))
          .contains("Through the door", "\"is_error\":false");
    }
  }

  @Test
  @NeedsRealClaudeCli
  void the_real_cli_works_with_a_gateway_on_the_loopback_of_the_factory() throws Exception {
    try (ScriptedMessagesApi api = ScriptedMessagesApi.start()) {
      assertThat(turn(api, api.baseUrl(), "127.0.0.1"))
          .contains("Through the door", "\"is_error\":false");
    }
  }

  @Test
  @NeedsPrograms("chromium")
  void a_browser_works_through_the_proxy() throws Exception {
    try (EgressBench bench = bench(EgressBench.privateHosts("site.example:" + site.port()))) {
      Ended ended =
          sandboxed(
              bench,
              network(""),
              List.of(
                  "chromium",
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--proxy-server=http://127.0.0.1:3128",
                  "--user-data-dir=" + folder.resolve("browser"),
                  "--dump-dom",
                  "http://site.example:" + site.port() + "/"));

      assertThat(ended.output()).contains("site 0");
      assertThat(site.requests.getFirst()).contains("Host=[site.example:" + site.port() + "]");
    }
  }

  /** One turn of the CLI that asks the model twice and runs a command between. */
  private String turn(ScriptedMessagesApi api, String url, String host) throws Exception {
    api.whenPrompt(contains("What is said?"))
        .then(bash("echo in the sandbox"), text("Through the door"));
    try (EgressBench bench = bench("drover: {claude: {api-url: '" + url + "'}}")) {
      Ended ended =
          sandboxed(
              bench,
              network(url),
              List.of(
                  "env",
                  "ANTHROPIC_BASE_URL=" + url,
                  RealClaudeCli.path().toString(),
                  "-p",
                  "--output-format",
                  "json",
                  "--model",
                  "sonnet",
                  "--allowedTools",
                  "Bash"));
      api.verifyNothingUnexpected();
      assertThat(api.messageRequests()).hasSize(2);
      bench.close();
      assertThat(bench.told).anyMatch(line -> line.contains("ACTIVITY network: " + host));
      assertThat(bench.told).noneMatch(line -> line.contains("NOTICE"));
      return ended.output();
    }
  }

  private EgressBench bench(String configuration) {
    EgressBench bench = new EgressBench(folder, configuration);
    bench.names.answer("site.example", "127.0.0.1");
    bench.names.answer("model.example", "127.0.0.1");
    return bench;
  }

  private GuestNetwork network(String apiUrl) {
    String configuration = "drover: {claude: {api-url: \"%s\"}}".formatted(apiUrl);
    return new GuestNetwork(
        EgressBench.configured(folder, configuration).settings(), AgentRuntime.CLAUDE);
  }

  private Ended curl(EgressBench bench, GuestNetwork network, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-m", "20"));
    command.addAll(List.of(arguments));
    return sandboxed(bench, network, command);
  }

  private Ended sandboxed(EgressBench bench, GuestNetwork network, List<String> command)
      throws Exception {
    try (EgressDoor door = bench.open()) {
      return sandboxed(Optional.of(door.socket()), variables(network), entered(network, command));
    }
  }

  /** As every program of a sandbox is started. */
  private static List<String> entered(GuestNetwork network, List<String> command) {
    Path root = Path.of(System.getProperty("drover.root", "")).toAbsolutePath();
    List<String> argv =
        new ArrayList<>(List.of("/bin/sh", root.resolve("runtime-image/sandbox/enter").toString()));
    for (Bridge bridge : network.bridges()) {
      argv.addAll(
          List.of("--bridge", Integer.toString(bridge.port()), bridge.listen(), bridge.address()));
    }
    argv.add("--");
    argv.addAll(command);
    return argv;
  }

  private Map<String, String> variables(GuestNetwork network) {
    Map<String, String> variables = new java.util.TreeMap<>(network.environment());
    variables.put("CLAUDE_CODE_OAUTH_TOKEN", "test-token");
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return variables;
  }

  /** What a program printed, errors included, and how it ended. */
  private record Ended(int exit, String output) {}

  private Ended sandboxed(Optional<Path> door, Map<String, String> variables, List<String> command)
      throws Exception {
    List<String> argv = new ArrayList<>(List.of("bwrap", "--unshare-net", "--unshare-pid"));
    argv.addAll(List.of("--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"));
    argv.addAll(List.of("--tmpfs", "/run"));
    door.ifPresent(
        socket -> argv.addAll(List.of("--bind", socket.toString(), GuestNetwork.SOCKET)));
    argv.addAll(command);
    Path input = Files.writeString(folder.resolve("input"), "What is said?");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    if (!process.waitFor(150, TimeUnit.SECONDS)) {
      process.destroyForcibly().onExit().join();
      throw new AssertionError("hangs: " + command + "\n" + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
