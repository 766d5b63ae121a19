package drover.ledger;

import drover.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a ledger is kept in: whatever holds of one holds of the other. */
public enum Store {
  SQLITE {
    @Override
    public LedgerAddress at(Path directory) {
      return new LedgerAddress.Embedded(directory);
    }
  },
  POSTGRES {
    @Override
    public LedgerAddress at(Path directory) {
      PostgresServer server = PostgresServer.shared();
      String database = DATABASES.computeIfAbsent(directory, any -> server.newDatabase());
      return server.address(database, directory);
    }
  };

  private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

  /** The ledger that belongs to a directory: the same each time. */
  public abstract LedgerAddress at(Path directory);

  Ledger open(Path directory) {
    return Ledger.open(at(directory));
  }

  Ledger open(Path directory, CommitWitness witness) {
    return Ledger.open(at(directory), witness);
  }

  /** For another process: what {@link #parse} makes an address of. */
  static String format(LedgerAddress address) {
    return switch (address) {
      case LedgerAddress.Embedded embedded -> embedded.dataDirectory().toString();
      case LedgerAddress.Postgres postgres -> postgres.dataDirectory() + " " + postgres.url();
    };
  }

  static LedgerAddress parse(String formatted) {
    int space = formatted.indexOf(' ');
    return space < 0
        ? new LedgerAddress.Embedded(Path.of(formatted))
        : new LedgerAddress.Postgres(
            formatted.substring(space + 1),
            Optional.of(PostgresServer.USER),
            Optional.of(PostgresServer.PASSWORD),
            Path.of(formatted.substring(0, space)));
  }
}
