package drover.ledger;

import drover.json.WireWord;
import drover.machine.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            "insert into instances(id, host, boot_id, pid, pid_started, role, heartbeat_at) values (:id,"
                + " :host, :boot, :pid, :started, :role, "
                + dialect.nowMillis()
                + ")")
        .param("id", id)
        .param("host", process.host())
        .param("boot", process.bootId())
        .param("pid", process.pid())
        .param("started", process.startedAt())
        .param("role", role.word())
        .update();
  }

  public void heartbeat(String id) {
    db.sql("update instances set heartbeat_at = " + dialect.nowMillis() + " where id = :id")
        .param("id", id)
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
    return db.sql(
            "select *, " + dialect.nowMillis() + " - heartbeat_at as silent_millis from instances")
        .query(InstancesTable::row)
        .list();
  }

  public Optional<InstanceRecord> find(String id) {
    return db.sql(
            "select *, "
                + dialect.nowMillis()
                + " - heartbeat_at as silent_millis from instances where id = :id")
        .param("id", id)
        .query(InstancesTable::row)
        .optional();
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
