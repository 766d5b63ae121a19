package drover.ledger;

import drover.ledger.ApprovalRecord.Approval;
import drover.ledger.ApprovalRecord.Use;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code approvals}: at most one gate for each attempt, because it ends there. */
public final class ApprovalsTable {
  private final JdbcClient db;

  ApprovalsTable(JdbcClient db) {
    this.db = db;
  }

  /** In the order of attempts. */
  public List<ApprovalRecord> ofRun(String run) {
    return db.sql("select * from approvals where run = :run order by attempt")
        .param("run", run)
        .query(ApprovalsTable::row)
        .list();
  }

  /** An attempt is blocked at a gate. */
  public void ask(Claim claim, String gate, String seen, Optional<String> never, Instant now) {
    db.sql(
            """
            insert into approvals(run, attempt, gate, seen, never, asked_at)
            values (:run, :attempt, :gate, :seen, :never, :now)
            """)
        .param("run", claim.run())
        .param("attempt", claim.attempt())
        .param("gate", gate)
        .param("seen", seen)
        .param("never", orNull(never))
        .param("now", now.toEpochMilli())
        .update();
  }

  /** A person lets the attempt after this one pass. */
  public void approve(String run, int attempt, Approval approval) {
    db.sql(
            """
            update approvals set approved_at = :at, approved_by = :by, why = :why
            where run = :run and attempt = :attempt and never is null and approved_at is null
            """)
        .param("at", approval.at().toEpochMilli())
        .param("by", approval.by())
        .param("why", approval.why())
        .param("run", run)
        .param("attempt", attempt)
        .update();
  }

  public void use(ApprovalRecord approved, Use use) {
    db.sql(
            """
            update approvals set used_attempt = :attempt, used_seq = :seq
            where run = :run and attempt = :approved and used_seq is null
            """)
        .param("attempt", use.attempt())
        .param("seq", use.seq())
        .param("run", approved.run())
        .param("approved", approved.attempt())
        .update();
  }

  private static @Nullable String orNull(Optional<String> text) {
    return text.orElse(null);
  }

  private static ApprovalRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    Optional<Instant> approvedAt = c.optionalInstant("approved_at");
    Optional<Approval> approval =
        approvedAt.isEmpty()
            ? Optional.empty()
            : Optional.of(new Approval(approvedAt.get(), c.text("approved_by"), c.text("why")));
    int usedSeq = rs.getInt("used_seq");
    Optional<Use> used =
        rs.wasNull() ? Optional.empty() : Optional.of(new Use(rs.getInt("used_attempt"), usedSeq));
    return new ApprovalRecord(
        c.text("run"),
        rs.getInt("attempt"),
        c.text("gate"),
        c.text("seen"),
        c.optionalText("never"),
        c.instant("asked_at"),
        approval,
        used);
  }
}
