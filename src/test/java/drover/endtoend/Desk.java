package drover.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a user sits: a data directory of their own, an environment, a current directory, and the
 * command line. The render check is off: a browser costs seconds and proves nothing here.
 */
final class Desk implements AutoCloseable {
  static final String[] PUBLISH = {"run", "publisher", "The topic", "--rehearse"};

  final Path directory;
  final Path home;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Live> started = new ArrayList<>();
  private Path currentDirectory;
  private Optional<Path> changes = Optional.empty();

  Desk(Path directory) {
    this.directory = directory;
    this.home = directory.resolve("drover home");
    this.currentDirectory = directory;
    environment.put("DROVER_HOME", home.toString());
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_VERIFY_BROWSER", "no-browser-here");
  }

  Desk with(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  /** From now on agents misbehave in this way; nothing: they behave. */
  Desk misbehaving(String how) {
    return with("DROVER_REHEARSAL_MISBEHAVE", how);
  }

  /** From now on the program is another one than the installed, see {@link Tomorrow}. */
  Desk changedBy(Path classes) {
    changes = Optional.of(classes);
    return this;
  }

  Desk in(Path current) {
    currentDirectory = current;
    return this;
  }

  Said drover(String... arguments) {
    return start(arguments).end();
  }

  /** A rehearsal in a repository, with {@code --json}. */
  Said publish(Path repository) {
    return drover(
        "run", "publisher", "The topic", "--rehearse", "--json", "--repo", repository + "");
  }

  Live startPublishing(Path repository) {
    return start("run", "publisher", "The topic", "--rehearse", "--repo", repository + "");
  }

  JsonNode show(String run) {
    return drover("show", run, "--json").succeeded().json();
  }

  Live start(String... arguments) {
    return start(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), arguments);
  }

  Said droverReading(String input, String... arguments) {
    try {
      Path file = Files.writeString(Files.createTempFile(directory, "input", ""), input);
      return start(ProcessBuilder.Redirect.from(file.toFile()), arguments).end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    started.forEach(Live::abandon);
  }

  private Live start(ProcessBuilder.Redirect input, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
                changes
                    .map(classes -> Installation.changed(classes, arguments))
                    .orElseGet(() -> Installation.command(arguments)))
            .directory(currentDirectory.toFile())
            .redirectInput(input);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(DROVER|CLAUDE|ANTHROPIC|GIT|XDG|NO_COLOR).*"));
    builder.environment().putAll(environment);
    try {
      Live live = new Live(builder.start());
      started.add(live);
      return live;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
