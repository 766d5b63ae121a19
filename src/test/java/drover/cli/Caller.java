package drover.cli;

import drover.cli.Surroundings.Verbosity;
import drover.factory.Site;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls commands in this process, as somebody with a data directory of his own. */
public final class Caller {
  private final Map<String, String> environment;
  private final Path home;
  private final Verbosity verbosity;

  private Caller(Map<String, String> environment, Path home, Verbosity verbosity) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.verbosity = verbosity;
  }

  /**
   * @param printed on standard output
   * @param complaints on standard error
   */
  public record Answer(int status, String printed, String complaints) {
    public List<String> lines() {
      return printed.lines().toList();
    }
  }

  /** Rehearsals do not pause, and there is no browser. */
  public static Caller at(Path home) {
    return new Caller(
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", home.toString(),
            "DROVER_HOME", home.resolve("drover").toString(),
            "DROVER_VERIFY_BROWSER", "no-such-browser",
            "DROVER_REHEARSAL_PAUSE", "0"),
        home,
        Verbosity.ONE_LINE);
  }

  public Caller with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Caller(more, home, verbosity);
  }

  /** As with {@code --verbose}. */
  public Caller wantingStackTraces() {
    return new Caller(environment, home, Verbosity.STACK_TRACES);
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Path dataDirectory() {
    return home.resolve("drover");
  }

  public Answer call(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Drover.commandLine(surroundings(printer(out), printer(err))).execute(arguments);
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Surroundings surroundings(PrintStream out, PrintStream err) {
    return new Surroundings(
        Site.of(environment, Path.of(""), home),
        Clock.system(),
        new ByteArrayInputStream(new byte[0]),
        out,
        err,
        Optional.empty(),
        verbosity,
        new Redactor(environment));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
