package drover.ledger;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code rejected_credentials}: by fingerprint, for no token is ever written there. */
public final class RejectedCredentialsTable {
  private final JdbcClient db;

  RejectedCredentialsTable(JdbcClient db) {
    this.db = db;
  }

  public void add(String fingerprint, Instant now) {
    db.sql(
            """
            insert into rejected_credentials(fingerprint, at) values (:fingerprint, :at)
            on conflict (fingerprint) do update set at = excluded.at
            """)
        .param("fingerprint", fingerprint)
        .param("at", now.toEpochMilli())
        .update();
  }

  public boolean contains(String fingerprint) {
    return db.sql("select count(*) from rejected_credentials where fingerprint = :fingerprint")
            .param("fingerprint", fingerprint)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Somebody vouches for it again. */
  public void remove(String fingerprint) {
    db.sql("delete from rejected_credentials where fingerprint = :fingerprint")
        .param("fingerprint", fingerprint)
        .update();
  }
}
