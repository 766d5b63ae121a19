package drover.ledger;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where a ledger is kept. */
public sealed interface LedgerAddress {
  /** Where the files of runs are, whatever the ledger is kept in. */
  Path dataDirectory();

  /** One file, {@code ledger.db}, in the data directory. */
  record Embedded(Path dataDirectory) implements LedgerAddress {}

  /**
   * A database of a PostgreSQL server, which several instances share.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with the driver's own parameters
   * @param user empty: as the driver chooses, the user of this process
   * @param dataDirectory for the files of runs, which are not kept in the database
   */
  record Postgres(String url, Optional<String> user, Optional<String> password, Path dataDirectory)
      implements LedgerAddress {

    /**
     * @throws LedgerException when the URL is none of PostgreSQL or holds the password
     */
    public Postgres {
      Properties read = Driver.parseURL(url, new Properties());
      if (read == null) {
        throw new LedgerException(
            "drover.ledger.url is no address such as jdbc:postgresql://host:5432/drover: mend it, or"
                + " leave it empty for the embedded ledger");
      }
      if (PGProperty.PASSWORD.getOrDefault(read) != null) {
        throw new LedgerException(
            "drover.ledger.url holds a password: take it out, and set DROVER_LEDGER_PASSWORD or"
                + " DROVER_LEDGER_PASSWORD_FILE");
      }
    }

    /** {@code host:port/database}, for people. */
    public String place() {
      Properties read = Driver.parseURL(url, new Properties());
      return read == null
          ? url
          : "%s:%s/%s"
              .formatted(
                  PGProperty.PG_HOST.getOrDefault(read),
                  PGProperty.PG_PORT.getOrDefault(read),
                  PGProperty.PG_DBNAME.getOrDefault(read));
    }

    /** Who connects, for people. */
    String userName() {
      return user.map("the user "::concat).orElse("the user of this process");
    }

    @Override
    public String toString() {
      return "PostgreSQL " + place();
    }
  }
}
