package drover.config;

import java.util.Optional;

/**
 * What the ledger is kept in.
 *
 * @param url of a PostgreSQL database; empty: embedded, in the data directory
 * @param user empty: the user of this process
 */
public record LedgerSettings(Optional<String> url, Optional<String> user) {

  public LedgerSettings {
    url = url.filter(text -> !text.isBlank());
    user = user.filter(text -> !text.isBlank());
  }
}
