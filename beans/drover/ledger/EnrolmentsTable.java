package drover.ledger;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code enrolments}. GitHub does not tell upper case from lower case in a repository. */
public final class EnrolmentsTable {
  private final JdbcClient db;

  EnrolmentsTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * A repository that was found fit.
   *
   * @param name {@code owner/repo}
   * @param who looked
   */
  public record Enrolment(String name, String who, Instant at) {}

  public Optional<Enrolment> find(String name) {
    return db.sql("select * from enrolments where repository = :key")
        .param("key", keyOf(name))
        .query(
            (rs, number) -> {
              Columns c = new Columns(rs);
              return new Enrolment(c.text("name"), c.text("who"), c.instant("at"));
            })
        .optional();
  }

  public void put(Enrolment enrolment) {
    db.sql(
            """
            insert into enrolments(repository, name, who, at) values (:key, :name, :who, :at)
            on conflict (repository) do update
            set name = excluded.name, who = excluded.who, at = excluded.at
            """)
        .param("key", keyOf(enrolment.name()))
        .param("name", enrolment.name())
        .param("who", enrolment.who())
        .param("at", enrolment.at().toEpochMilli())
        .update();
  }

  /** It is no longer fit. */
  public void remove(String name) {
    db.sql("delete from enrolments where repository = :key").param("key", keyOf(name)).update();
  }

  private static String keyOf(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
