package drover.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A sample blog in git, and the rehearsal agent to be run in it with nothing but sh, git and
 * coreutils on its path.
 */
final class Rehearsal {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path AGENT = ROOT.resolve("runtime-image/rehearsal/agent");
  static final Path BLOG = ROOT.resolve("runtime-image/rehearsal/sample-blog");
  static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TOOLS =
      List.of(
          "git",
          "basename",
          "cat",
          "chmod",
          "cp",
          "cut",
          "date",
          "dirname",
          "echo",
          "env",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "od",
          "printf",
          "rm",
          "sleep",
          "sort",
          "tail",
          "touch",
          "tr",
          "uniq",
          "wc");

  final Path repository;
  final Path home;
  final String base;
  private final Path directory;
  private final List<String> shell;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> arguments =
      new ArrayList<>(
          List.of(
              "-p",
              "--output-format",
              "stream-json",
              "--verbose",
              "--include-partial-messages",
              "--model",
              "sonnet",
              "--allowedTools",
              "Bash(git *)",
              "Write",
              "--json-schema",
              "{\"type\":\"object\"}"));
  private byte[] prompt = "the prompt".getBytes(UTF_8);

  private Rehearsal(Path directory, List<String> shell) throws IOException {
    this.directory = directory;
    this.shell = shell;
    this.repository = directory.resolve("blog");
    this.home = Files.createDirectories(directory.resolve("home"));
    environment.putAll(
        Map.of(
            "PATH", toolsOnly().toString(),
            "HOME", home.toString(),
            "TMPDIR", Files.createDirectories(directory.resolve("tmp")).toString(),
            "GIT_AUTHOR_NAME", "rehearsal",
            "GIT_AUTHOR_EMAIL", "rehearsal@example.invalid",
            "GIT_COMMITTER_NAME", "rehearsal",
            "GIT_COMMITTER_EMAIL", "rehearsal@example.invalid",
            "DROVER_REHEARSAL_PAUSE", "0"));
    environment.put("DROVER_JOB", "publisher");
    environment.put("DROVER_TOPIC", "Write a blog post about autonomous agent pipelines");
    environment.put("DROVER_CRITERIA", "substance accuracy sources structure style");
    copy(BLOG, repository);
    git("init", "-q", "-b", "agent/publisher-1");
    git("add", "-A");
    git("commit", "-q", "-m", "The blog");
    base = git("rev-parse", "HEAD");
    environment.put("DROVER_BASE_SHA", base);
  }

  static Rehearsal in(Path directory) throws IOException {
    return in(directory, "dash");
  }

  static Rehearsal in(Path directory, String shell) throws IOException {
    List<String> words = new ArrayList<>(List.of(shell.split(" ")));
    words.set(0, find(words.get(0)).toString());
    return new Rehearsal(directory, words);
  }

  /** The shells of this machine that the script promises to run under. */
  static Stream<String> promisedShells() {
    return Stream.of("dash", "busybox sh")
        .filter(shell -> isInstalled(shell.substring(0, (shell + " ").indexOf(' '))));
  }

  /**
   * And bash, where it is what sh means; there a signal that comes while it waits for a command may
   * be lost.
   */
  static Stream<String> shells() {
    return Stream.concat(
        promisedShells(), Stream.of("bash --posix").filter(shell -> isInstalled("bash")));
  }

  Rehearsal with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Rehearsal without(String name) {
    environment.remove(name);
    return this;
  }

  Rehearsal withArguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  Rehearsal withoutPartialMessages() {
    arguments.remove("--include-partial-messages");
    return this;
  }

  Rehearsal withoutSchema() {
    int option = arguments.indexOf("--json-schema");
    arguments.subList(option, option + 2).clear();
    return this;
  }

  Rehearsal prompt(byte[] bytes) {
    prompt = bytes;
    return this;
  }

  Rehearsal misbehaving(String word) {
    return with("DROVER_REHEARSAL_MISBEHAVE", word);
  }

  Turn turn(String purpose) {
    return start(purpose).finish();
  }

  /** Signals have their usual meaning in the turn, also where the tests run with them ignored. */
  Running start(String purpose) {
    with("DROVER_PURPOSE", purpose);
    try {
      Path in = Files.write(directory.resolve("prompt"), prompt);
      List<String> command =
          new ArrayList<>(
              List.of(find("env").toString(), "--default-signal=INT", "--default-signal=TERM"));
      command.addAll(shell);
      command.add(AGENT.toString());
      command.addAll(arguments);
      return new Running(process(command).redirectInput(in.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program in the repository and gives back what it printed; it must succeed. */
  String run(String... command) {
    Turn done = attempt(command);
    if (done.exit() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + done.output());
    }
    return done.output().strip();
  }

  Turn attempt(String... command) {
    try {
      return new Running(process(List.of(command)).redirectErrorStream(true).start()).finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  List<String> changedFiles() {
    return git("diff", "--name-only", base, "HEAD").lines().toList();
  }

  String read(String file) {
    try {
      return Files.readString(repository.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below the repository, .git included, with its content. */
  Map<String, String> everything() throws IOException {
    Map<String, String> files = new HashMap<>();
    try (Stream<Path> paths = Files.walk(repository)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(repository.relativize(path).toString(), Files.readString(path, ISO_8859_1));
      }
    }
    return files;
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectError(directory.resolve("errors").toFile());
  }

  /** A folder with nothing but what the script may use, to be the whole path of a turn. */
  private static Path toolsOnly() throws IOException {
    Path folder = Files.createDirectories(ROOT.resolve("target/rehearsal-tools"));
    for (String tool : TOOLS) {
      link(folder.resolve(tool), find(tool));
    }
    link(folder.resolve("sh"), find("dash"));
    return folder;
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of("/usr/bin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Path find(String program) {
    return Stream.of("/usr/bin", "/bin")
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is not installed"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(p -> !p.startsWith(from.resolve("public"))).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()), COPY_ATTRIBUTES);
      }
    }
  }

  /** What a turn left: its exit status and everything it printed. */
  record Turn(int exit, String output) {
    /** Every line, as JSON; a line that is not JSON fails. */
    List<JsonNode> events() {
      return output.lines().map(Turn::parse).toList();
    }

    List<JsonNode> events(String type) {
      return events().stream().filter(event -> event.path("type").asText().equals(type)).toList();
    }

    JsonNode result() {
      List<JsonNode> results = events("result");
      if (results.size() != 1) {
        throw new AssertionError(results.size() + " result lines: " + output);
      }
      return results.get(0);
    }

    JsonNode answer() {
      return result().path("structured_output");
    }

    static JsonNode parse(String line) {
      try {
        return JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + line, e);
      }
    }
  }

  /** A turn that goes on. */
  static final class Running {
    final Process process;
    private final BufferedReader reader;
    private final StringBuilder output = new StringBuilder();

    Running(Process process) {
      this.process = process;
      this.reader = process.inputReader(UTF_8);
    }

    /** Reads on until a line contains the text. */
    Running until(String text) {
      try {
        String line = reader.readLine();
        while (line != null) {
          output.append(line).append('\n');
          if (line.contains(text)) {
            return this;
          }
          line = reader.readLine();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new AssertionError("ended without \"" + text + "\": " + output);
    }

    Running signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    Turn finish() {
      try (reader) {
        StringWriter rest = new StringWriter();
        reader.transferTo(rest);
        output.append(rest);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("does not end");
        }
        return new Turn(process.exitValue(), output.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
