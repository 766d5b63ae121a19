package drover.credential;

import drover.config.Secrets;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The credential of the model's service: the first one that was not refused, of those in the
 * environment, in the file that the environment names, and in the data directory. They are looked
 * for anew each time, because a file may be renewed while the factory runs.
 */
public final class ModelCredential implements HandOut {
  /**
   * A credential that is there; never itself.
   *
   * @param name of the agent that it pays for
   * @param source environment, file or stored
   * @param standing usable, or refused by the model's service
   */
  public record Found(String name, String source, String standing) {}

  private record Source(String name, Supplier<Optional<String>> token) {}

  private final CredentialKind kind;
  private final Secrets secrets;
  private final StoredCredentials stored;
  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;
  private final Map<String, Fingerprint> lastHandedOut = new ConcurrentHashMap<>();

  public ModelCredential(
      CredentialKind kind,
      Secrets secrets,
      StoredCredentials stored,
      Ledger ledger,
      Clock clock,
      Redactor redactor) {
    this.kind = kind;
    this.secrets = secrets;
    this.stored = stored;
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
  }

  public CredentialKind kind() {
    return kind;
  }

  /** How a person gets and gives one. */
  public String renewal() {
    return kind.renewal();
  }

  /**
   * Whether there is any, refused ones included.
   *
   * @throws drover.config.ConfigurationException when the named file cannot be read or is empty
   */
  public boolean isThere() {
    return all().findFirst().isPresent();
  }

  /**
   * The one to be used now.
   *
   * @throws drover.config.ConfigurationException when the named file cannot be read or is empty
   */
  public Optional<String> usable() {
    return all().filter(token -> !isRejected(token)).findFirst();
  }

  @Override
  public Optional<String> handOutTo(String run) {
    Optional<String> token = usable();
    token.ifPresent(secret -> lastHandedOut.put(run, Fingerprint.of(secret)));
    return token;
  }

  /** The service has refused what the run was given last: nobody is given it again. */
  public void rejectedFor(String run) {
    Optional.ofNullable(lastHandedOut.remove(run))
        .ifPresent(
            fingerprint ->
                ledger.write(
                    tables -> {
                      tables.rejectedCredentials().add(fingerprint.sha256(), clock.now());
                      return fingerprint;
                    }));
  }

  /** Somebody hands one over, and vouches for it. */
  public void store(String token) {
    redactor.remember(token);
    stored.store(kind.stored(), token);
    ledger.write(
        tables -> {
          tables.rejectedCredentials().remove(Fingerprint.of(token).sha256());
          return token;
        });
  }

  /**
   * All there are, in the order in which they are taken.
   *
   * @throws drover.config.ConfigurationException when the named file cannot be read or is empty
   */
  public List<Found> found() {
    return sources()
        .flatMap(
            source ->
                source.token().get().stream()
                    .map(
                        token ->
                            new Found(
                                kind.stored(),
                                source.name(),
                                isRejected(token) ? "refused" : "usable")))
        .toList();
  }

  private boolean isRejected(String token) {
    return ledger.read().rejectedCredentials().contains(Fingerprint.of(token).sha256());
  }

  /** Those after the one that is taken are not read. */
  private Stream<String> all() {
    return sources().flatMap(source -> source.token().get().stream());
  }

  private Stream<Source> sources() {
    return Stream.of(
        new Source("environment", () -> secrets.ofEnvironment(kind.secret())),
        new Source("file", () -> secrets.ofFile(kind.secret())),
        new Source("stored", this::storedOne));
  }

  private Optional<String> storedOne() {
    Optional<String> token = stored.find(kind.stored());
    token.ifPresent(redactor::remember);
    return token;
  }
}
