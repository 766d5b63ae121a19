package drover.cli;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.credential.CredentialKind;
import drover.credential.ModelCredential;
import drover.credential.StoredCredentials;
import drover.factory.Site;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.runtime.AgentRuntime;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

  enum Verbosity {
    ONE_LINE,
    STACK_TRACES
  }

  /** The launcher tells where the installation is and how wide the terminal. */
  static Surroundings ofThisProcess(Verbosity verbosity) {
    Map<String, String> environment = System.getenv();
    Path installation = Path.of(System.getProperty("drover.installation", "."));
    Site site = Site.of(environment, installation, Path.of(System.getProperty("user.home")));
    Surroundings surroundings =
        new Surroundings(
            site,
            Clock.system(),
            System.in,
            System.out,
            System.err,
            Optional.ofNullable(Integer.getInteger("drover.terminal.columns")),
            verbosity,
            new Redactor(environment));
    surroundings.rememberStoredSecrets();
    return surroundings;
  }

  /** Where it cannot be read, whoever needs it says so. */
  private void rememberStoredSecrets() {
    try {
      storedCredentials().find(StoredCredentials.CLAUDE).ifPresent(redactor::remember);
    } catch (UncheckedIOException e) {
      LOG.info("No stored credential is known: {}", e.getMessage());
    }
  }

  /** Whose act a command is. */
  String user() {
    return System.getProperty("user.name");
  }

  Configuration configuration() {
    return Configuration.load(site.configurationFile(), site.environment());
  }

  /**
   * The ledger that the configuration names.
   *
   * @throws drover.ledger.LedgerException when it cannot be used
   */
  Ledger openLedger() {
    return openLedger(configuration());
  }

  Ledger openLedger(Configuration configuration) {
    return Ledger.open(site.ledger(configuration, redactor));
  }

  StoredCredentials storedCredentials() {
    return new StoredCredentials(site.dataDirectory());
  }

  ModelCredential modelCredential(AgentRuntime runtime, Ledger ledger) {
    return new ModelCredential(
        CredentialKind.of(runtime),
        new Secrets(site.environment(), redactor),
        storedCredentials(),
        ledger,
        clock,
        redactor);
  }

  ServiceFindings services(Settings settings) {
    return new ServiceFindings(
        settings, new Secrets(site.environment(), redactor), redactor, clock);
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
