package drover.crash;

import drover.ledger.ApprovalRecord;
import drover.ledger.AuditTable;
import drover.ledger.EventType;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person had to approve was approved once and used once, and is on record once; nothing else
 * was approved at all.
 */
final class ApprovalsAreUsedOnce implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun((run, record) -> wrong(aftermath, run, record));
  }

  private static List<String> wrong(Aftermath aftermath, StoryRun run, RunRecord record) {
    List<ApprovalRecord> approvals =
        aftermath.ledger().read().approvals().ofRun(record.id()).stream()
            .filter(approval -> approval.approval().isPresent())
            .toList();
    long used = approvals.stream().filter(approval -> approval.used().isPresent()).count();
    List<AuditTable.Entry> audited =
        aftermath.ledger().read().audit().ofRun(record.id()).stream()
            .filter(act -> act.what().startsWith("approve "))
            .toList();
    boolean isApproved = run.told().ends() == Scenario.Ends.APPROVED;
    int most = isApproved ? 1 : 0;
    int least = record.state() == RunState.SUCCEEDED ? most : 0;
    List<String> wrong = new ArrayList<>();
    compare("approvals", approvals.size(), least, most, wrong);
    compare("approvals were used", used, least, most, wrong);
    compare("uses were told", told(aftermath, record), used, used, wrong);
    compare("approvals were audited", audited.size(), approvals.size(), approvals.size(), wrong);
    return wrong;
  }

  private static long told(Aftermath aftermath, RunRecord run) {
    return aftermath.ledger().read().events().after(run.id(), 0, 100_000).stream()
        .filter(event -> event.type() == EventType.NOTICE)
        .filter(event -> event.json().contains(": approved by " + Operator.NAME))
        .count();
  }

  private static void compare(String what, long count, long least, long most, List<String> wrong) {
    if (count < least || count > most) {
      wrong.add("%d %s, not %d to %d".formatted(count, what, least, most));
    }
  }
}
