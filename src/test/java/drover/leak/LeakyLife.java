package drover.leak;

import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Several life cycles in which everything that can be said is said: a success, failures of agent
 * and checks, a retry, a crash, a cancel, wrong requests, and every command that prints something.
 */
final class LeakyLife {
  private static final String BUILD_THAT_TELLS = "#!/bin/sh\ncat '%s'\nexit 1\n";

  final Planted planted;
  final Path data;
  final List<Path> repositories = new ArrayList<>();
  private final Path home;
  private final Path agent;
  private final Caller caller;
  private final Map<String, String> printed = new LinkedHashMap<>();

  private LeakyLife(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("drover")); // by its owner, and open to others
    this.planted = Planted.in(home);
    this.agent = TalkativeAgent.install(home.resolve("agent"), planted);
    Caller prepared =
        Caller.at(home)
            .with("DROVER_CLAUDE_COMMAND", agent.toString())
            .with("DROVER_TURN_POLL_MS", "5")
            .with("DROVER_TURN_STOP_GRACE_MS", "200");
    for (Map.Entry<String, String> variable : planted.environment().entrySet()) {
      prepared = prepared.with(variable.getKey(), variable.getValue());
    }
    this.caller = prepared;
    this.data = prepared.dataDirectory();
  }

  static LeakyLife lived(Path home) throws Exception {
    LeakyLife life = new LeakyLife(home);
    life.live();
    life.readEverything();
    return life;
  }

  /** Both streams of every command, by the command. */
  Map<String, String> printed() {
    return printed;
  }

  Search search() {
    return new Search(planted.credentials());
  }

  private void live() throws Exception {
    String token = planted.named("GITHUB_TOKEN").value();
    String asked = "Write about " + token + " and " + Planted.IN_PROMPT.value();
    Path blog = repository("blog", "");
    Path broken = repository("broken", BUILD_THAT_TELLS.formatted(agent.resolveSibling("all")));

    run("publisher", asked, "--repo", blog.toString());
    run("publisher", asked, "--repo", blog.toString(), "--json");
    run("publisher", asked + " broken", "--repo", broken.toString());
    run("publisher", asked + " please-fail", "--repo", blog.toString());
    inState("failed").stream().findFirst().ifPresent(id -> call(caller, "retry", id));
    run("publisher", asked, "--repo", "https://127.0.0.1:1/owner/blog.git");
    run("publisher", asked + " please-tell-in-the-message", "--repo", blog.toString());
    run("publisher", asked + " please-name-files", "--repo", blog.toString());
    run("publisher", asked + " please-name-a-post", "--repo", blog.toString());
    for (String id : inState("blocked")) {
      call(caller, "approve", id);
      call(caller, "retry", id);
    }
    crash(asked + " please-hang", blog);
    call(caller, "run", "publisher", asked, "--rehearse");
    askWrongly(token, blog);
  }

  /** What is refused at the door says why, and how is it with {@code --verbose}. */
  private void askWrongly(String token, Path blog) {
    String secret = planted.named("CLAUDE_CODE_OAUTH_TOKEN").value();
    for (Caller some : List.of(caller, caller.wantingStackTraces())) {
      call(some, "run", "agent", "x", "--param", "agent=" + secret, "--no-sandbox");
      call(some, "run", "agent", "x", "--param", token + "=1", "--no-sandbox");
      call(some, "run", token, "x", "--no-sandbox");
      call(some, "run", "publisher", "x", "--base", token, "--repo", blog.toString(), "--rehearse");
      call(some, "run", "publisher", "x", "--repo", "/nowhere/" + secret, "--rehearse");
      call(some, "run", "publisher", "x", "--repo", url("https"), "--rehearse");
      call(some, "run", "publisher", "x", "--repo", url("ssh"), "--rehearse");
      call(some, "run", "publisher", "x", "y " + secret, "--rehearse");
      call(some, "show", token);
      call(some, token);
      call(some.with("DROVER_REVIEW_ROUNDS", secret), "runs");
    }
  }

  private static String url(String scheme) {
    return scheme + "://operator:" + Planted.OF_GIT.value() + "@127.0.0.1:1/owner/blog.git";
  }

  private void readEverything() throws IOException {
    for (Caller some : List.of(caller, caller.wantingStackTraces())) {
      call(some, "runs");
      call(some, "runs", "--json");
      call(some, "doctor");
      for (String id : runs()) {
        call(some, "show", id);
        call(some, "show", id, "--json");
        call(some, "logs", id);
        call(some, "logs", id, "--json");
        call(some, "logs", id, "--raw");
      }
    }
    for (Path output : rawOutputs()) {
      call(caller, "inspect", output.toString());
      call(caller, "inspect", output.toString(), "--json");
    }
  }

  List<Path> rawOutputs() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("runs"))) {
      return files
          .filter(file -> file.toString().matches(".*/turns/[^/]*\\.(jsonl|stderr)"))
          .toList();
    }
  }

  /**
   * A factory in a process of its own is killed while its agent is alive, and the run cancelled.
   */
  private void crash(String asked, Path blog) throws Exception {
    Path output = home.resolve("crashed.out");
    List<String> before = runs();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Ddrover.installation=" + Path.of("").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            "drover.cli.Drover",
            "run",
            "publisher",
            asked,
            "--no-sandbox",
            "--verbose",
            "--repo",
            blog.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(caller.environment());
    Process factory = builder.start();
    while (factory.isAlive() && !Files.readString(output).contains("Bash")) {
      Thread.onSpinWait();
    }
    factory.destroyForcibly().onExit().join();
    printed.put("the factory that was killed", Files.readString(output));
    runs().stream().filter(id -> !before.contains(id)).forEach(id -> call(caller, "cancel", id));
  }

  private void run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.add("--no-sandbox");
    call(caller, all.toArray(String[]::new));
  }

  private Answer call(Caller some, String... arguments) {
    Answer answer = some.call(arguments);
    String name = printed.size() + " " + String.join(" ", arguments).lines().findFirst().orElse("");
    printed.put(
        name.substring(0, Math.min(40, name.length())), answer.printed() + answer.complaints());
    return answer;
  }

  /** Newest first. */
  List<String> inState(String state) {
    return states().entrySet().stream()
        .filter(run -> run.getValue().equals(state))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<String> runs() {
    return List.copyOf(states().keySet());
  }

  /** State of every run, newest first. */
  Map<String, String> states() {
    Map<String, String> states = new LinkedHashMap<>();
    Json.tree(caller.call("runs", "--json", "--limit", "100").printed())
        .forEach(run -> states.put(run.path("id").asText(), run.path("state").asText()));
    return states;
  }

  private Path repository(String name, String build) throws IOException {
    Path path = home.resolve(name);
    Path sample = Path.of("runtime-image/rehearsal/sample-blog");
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(each -> !each.startsWith(sample.resolve("public"))).toList()) {
        Path target = path.resolve(sample.relativize(file).toString());
        Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    if (!build.isEmpty()) {
      Files.writeString(path.resolve("bin/build"), build);
    }
    git(path, "init", "-q", "-b", "main");
    git(path, "config", "remote.origin.url", url("https"));
    git(path, "add", "--all");
    git(path, "-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", "A blog");
    repositories.add(path);
    return path;
  }

  static String git(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes());
    try {
      if (git.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said;
  }
}
