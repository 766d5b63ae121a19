package drover.ledger;

import drover.json.WireWord;
import drover.machine.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code instances}. Its instants are the store's: instances may disagree about the time. */
public final class InstancesTable {
  private final JdbcClient db;
  private final Dialect dialect;

  InstancesTable(JdbcClient db, Dialect dialect) {
    this.db = db;
    this.dialect = dialect;
  }

  public void register(String id, ProcessIdentity process, InstanceRole role) {
    db.sql(
            "insert into instances(id, host, boot_id, pid, pid_started, role, knows, heartbeat_at)"
                + " values (:id, :host, :boot, :pid, :started, :role, :knows, "
                + dialect.nowMillis()
                + ")")
        .param("id", id)
        .param("host", process.host())
        .param("boot", process.bootId())
        .param("pid", process.pid())
        .param("started", process.startedAt())
        .param("role", role.word())
        .param("knows", Schema.VERSION)
        .update();
  }

  /**
   * @return false: it is not registered any more
   */
  public boolean heartbeat(String id) {
    return db.sql("update instances set heartbeat_at = " + dialect.nowMillis() + " where id = :id")
            .param("id", id)
            .update()
        == 1;
  }

  /** The data directory it works in. */
  public void worksIn(String id, String place) {
    db.sql("update instances set place = :place where id = :id")
        .param("place", place)
        .param("id", id)
        .update();
  }

  /** Those that work in a data directory, or did until they fell silent. */
  public List<InstanceRecord> in(String place) {
    return db.sql(select() + " where place = :place")
        .param("place", place)
        .query(InstancesTable::row)
        .list();
  }

  /** Instances that fell silent long ago and own no run. */
  public void forgetTheSilent(Duration silence) {
    db.sql(
            "delete from instances where heartbeat_at < "
                + dialect.nowMillis()
                + " - :silence and id not in (select owner from runs where owner is not null)")
        .param("silence", silence.toMillis())
        .update();
  }

  /** Tries whether this instance can write. */
  public void probe(String id) {
    db.sql("update instances set probed_at = " + dialect.nowMillis() + " where id = :id")
        .param("id", id)
        .update();
  }

  public void remove(String id) {
    db.sql("delete from instances where id = :id").param("id", id).update();
  }

  public List<InstanceRecord> all() {
    return db.sql(select()).query(InstancesTable::row).list();
  }

  public Optional<InstanceRecord> find(String id) {
    return db.sql(select() + " where id = :id")
        .param("id", id)
        .query(InstancesTable::row)
        .optional();
  }

  private String select() {
    return "select *, " + dialect.nowMillis() + " - heartbeat_at as silent_millis from instances";
  }

  private static InstanceRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new InstanceRecord(
        c.text("id"),
        new ProcessIdentity(
            c.text("host"), c.text("boot_id"), rs.getLong("pid"), rs.getLong("pid_started")),
        WireWord.parse(InstanceRole.class, c.text("role")),
        rs.getLong("silent_millis"));
  }
}
