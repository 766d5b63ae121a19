package drover.cli;

import drover.config.Configuration;
import drover.factory.Site;
import drover.json.Json;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world: where the factory stands, and the streams of its caller.
 *
 * @param columns width of the terminal; empty where standard output is none
 */
record Surroundings(
    Site site,
    Clock clock,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Optional<Integer> columns,
    Verbosity verbosity,
    Redactor redactor) {

  enum Verbosity {
    ONE_LINE,
    STACK_TRACES
  }

  /** The launcher tells where the installation is and how wide the terminal. */
  static Surroundings ofThisProcess(Verbosity verbosity) {
    Map<String, String> environment = System.getenv();
    Path installation = Path.of(System.getProperty("drover.installation", "."));
    Site site = Site.of(environment, installation, Path.of(System.getProperty("user.home")));
    return new Surroundings(
        site,
        Clock.system(),
        System.in,
        System.out,
        System.err,
        Optional.ofNullable(Integer.getInteger("drover.terminal.columns")),
        verbosity,
        new Redactor(environment));
  }

  Configuration configuration() {
    return Configuration.load(site.configurationFile(), site.environment());
  }

  Style style() {
    boolean wanted = columns.isPresent() && !site.environment().containsKey("NO_COLOR");
    return wanted ? Style.COLOURED : Style.PLAIN;
  }

  /**
   * Text from outside in one line. Without secrets before it is shortened: half of one is not
   * recognised afterwards.
   */
  String oneLine(String text, int most) {
    return Style.oneLine(clean(text), most);
  }

  void print(String line) {
    out.println(clean(line));
  }

  void printJson(Object document) {
    out.println(redactor.redact(Json.write(document)));
  }

  void complain(String line) {
    err.println(clean(line));
  }

  private String clean(String line) {
    return redactor.redact(line);
  }
}
