package drover.bench;

import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Server;
import drover.factory.Site;
import drover.json.Json;
import drover.redact.Redactor;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Time from a task's acceptance to the first instruction of its agent: intake, claim, workspace of
 * a small repository, sandbox, process. The agent is a shell script that writes down the time.
 *
 * <p>Started by {@code src/test/bench/starting-an-agent [runs]}.
 */
public final class StartingAnAgent {
  private static final int WARM_UP = 10;
  private static final int TARGET_MEDIAN_MS = 75;
  private static final int TARGET_P99_MS = 250;

  private final Path folder;
  private final Path repository;

  private StartingAnAgent(Path folder, Path repository) {
    this.folder = folder;
    this.repository = repository;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    Path folder = Files.createTempDirectory("starting-an-agent");
    System.out.printf(
        "%d runs each, JDK %s, load average %.2f%n",
        runs,
        Runtime.version().feature(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    StartingAnAgent bench = new StartingAnAgent(folder, repository(folder.resolve("repository")));
    bench.measure("in the sandbox", Confinement.SANDBOX, runs);
    bench.measure("without a sandbox", Confinement.NONE, runs);
    bench.measureOverHttp(runs);
    System.out.printf("%-20s p50 %4d ms, p99 %4d ms%n", "target", TARGET_MEDIAN_MS, TARGET_P99_MS);
    delete(folder);
  }

  private void measure(String name, Confinement confinement, int runs) throws IOException {
    Map<String, String> environment = environment();
    Path data = folder.resolve(confinement.word());
    Site site = new Site(environment, data, Path.of("").toAbsolutePath(), Optional.empty());
    List<Long> millis = new ArrayList<>();
    try (Factory factory = Factory.start(site, Configuration.load(Optional.empty(), environment))) {
      for (int i = 0; i < WARM_UP + runs; i++) {
        Instant begin = Instant.now();
        String run = factory.accept(task(i, confinement)).run();
        factory.execute(run); // which fails, because the agent does nothing
        Path stamp = data.resolve("runs").resolve(run).resolve("workspace/first-instruction");
        long nanos = Long.parseLong(Files.readString(stamp).strip());
        Instant first = Instant.ofEpochSecond(0, nanos);
        if (i >= WARM_UP) {
          millis.add(Duration.between(begin, first).toMillis());
        }
      }
    }
    print(name, millis);
  }

  /** From {@code POST /webhook} on, to a server that has nothing else to do. */
  private void measureOverHttp(int runs) throws Exception {
    Map<String, String> environment = environment();
    environment.put("AI_WEBHOOK_TOKEN", "token-of-the-bench");
    environment.put("DROVER_HTTP_PORT", "0");
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    Path data = folder.resolve("server");
    Site site = new Site(environment, data, Path.of("").toAbsolutePath(), Optional.empty());
    String task = "{\"agent\":\"researcher\",\"prompt\":\"Begin\",\"repo\":\"" + repository + "\"}";
    List<Long> millis = new ArrayList<>();
    try (Server server =
            Server.start(
                site,
                Configuration.load(Optional.empty(), environment),
                new Redactor(environment),
                Mode.REAL);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest post =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/webhook"))
              .header("Authorization", "Bearer token-of-the-bench")
              .POST(BodyPublishers.ofString(task))
              .build();
      for (int i = 0; i < WARM_UP + runs; i++) {
        Instant begin = Instant.now();
        String run =
            Json.tree(client.send(post, BodyHandlers.ofString()).body()).path("run").asText();
        Instant first = firstInstruction(data, run);
        if (i >= WARM_UP) {
          millis.add(Duration.between(begin, first).toMillis());
        }
        TimeUnit.MILLISECONDS.sleep(100); // the run before it is over
      }
    }
    print("over HTTP, sandboxed", millis);
  }

  private static Instant firstInstruction(Path data, String run) throws Exception {
    Path stamp = data.resolve("runs").resolve(run).resolve("workspace/first-instruction");
    while (!Files.exists(stamp) || Files.size(stamp) == 0) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return Instant.ofEpochSecond(0, Long.parseLong(Files.readString(stamp).strip()));
  }

  private Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("CLAUDE_CODE_OAUTH_TOKEN", "no-token-is-needed-here");
    environment.put("DROVER_CLAUDE_COMMAND", agent().toString());
    return environment;
  }

  private static void print(String name, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%-20s p50 %4d ms, p99 %4d ms%n",
        name, millis.get(millis.size() / 2), millis.get(millis.size() * 99 / 100));
  }

  private TaskRequest task(int number, Confinement confinement) {
    return new TaskRequest(
        "agent",
        Optional.of("Begin"),
        Map.of("agent", "researcher"),
        Optional.of(repository.toString()),
        Optional.empty(),
        "local",
        Mode.REAL,
        confinement,
        Retention.KEEP,
        "cli",
        "bench",
        "run-" + number,
        "bench",
        0,
        Optional.empty(),
        Optional.empty());
  }

  private Path agent() throws IOException {
    Path script = folder.resolve("agent");
    Files.writeString(script, "#!/bin/sh\ndate +%s%N >first-instruction\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path repository(Path path) throws Exception {
    Files.createDirectories(path);
    for (int i = 0; i < 50; i++) {
      Files.writeString(path.resolve("file-" + i + ".md"), "# File " + i + "\n");
    }
    for (String line :
        List.of(
            "git init -q -b main",
            "git add -A",
            "git -c user.name=bench -c user.email=bench@example.org commit -qm files")) {
      new ProcessBuilder(line.split(" ")).directory(path.toFile()).start().waitFor();
    }
    return path;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
