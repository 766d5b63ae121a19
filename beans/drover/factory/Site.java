package drover.factory;

import drover.config.Configuration;
import drover.config.LedgerSettings;
import drover.config.Secrets;
import drover.ledger.LedgerAddress;
import drover.redact.Redactor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the factory stands.
 *
 * @param environment variables of this process
 * @param dataDirectory ledger and files of runs
 * @param installation directory with {@code runtime-image/} and {@code application.yaml}
 * @param currentDirectory of the command line
 */
public record Site(
    Map<String, String> environment,
    Path dataDirectory,
    Path installation,
    Optional<Path> currentDirectory) {

  /**
   * Data directory: {@code DROVER_HOME}, else {@code $XDG_DATA_HOME/drover}, else {@code
   * ~/.local/share/drover}.
   */
  public static Site of(Map<String, String> environment, Path installation, Path userHome) {
    Path data =
        value(environment, "DROVER_HOME")
            .map(Path::of)
            .or(() -> value(environment, "XDG_DATA_HOME").map(xdg -> Path.of(xdg, "drover")))
            .orElse(userHome.resolve(".local/share/drover"));
    return new Site(
        environment,
        data.toAbsolutePath().normalize(),
        installation.toAbsolutePath().normalize(),
        Optional.of(Path.of("").toAbsolutePath()));
  }

  /** The operator's configuration: {@code DROVER_CONFIG}, else the installation's. */
  public Optional<Path> configurationFile() {
    return value(environment, "DROVER_CONFIG")
        .map(Path::of)
        .or(
            () ->
                Optional.of(installation.resolve("application.yaml"))
                    .filter(java.nio.file.Files::exists));
  }

  /**
   * Where the configuration puts the ledger.
   *
   * @throws drover.ledger.LedgerException when that is no place for one
   * @throws drover.config.ConfigurationException when its password cannot be read
   */
  public LedgerAddress ledger(Configuration configuration, Redactor redactor) {
    LedgerSettings settings = configuration.settings().ledger();
    return settings
        .url()
        .<LedgerAddress>map(
            url ->
                new LedgerAddress.Postgres(
                    url,
                    settings.user(),
                    new Secrets(environment, redactor).find(Secrets.LEDGER_PASSWORD),
                    dataDirectory))
        .orElseGet(() -> new LedgerAddress.Embedded(dataDirectory));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
