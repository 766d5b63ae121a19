package drover.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables, seen from one connection. */
public final class Tables {
  private final JdbcClient db;
  private final Dialect dialect;

  Tables(JdbcClient db, Dialect dialect) {
    this.db = db;
    this.dialect = dialect;
  }

  public InstancesTable instances() {
    return new InstancesTable(db, dialect);
  }

  public RunsTable runs() {
    return new RunsTable(db, dialect);
  }

  public NewRunsTable newRuns() {
    return new NewRunsTable(db);
  }

  public OpenRunsTable openRuns() {
    return new OpenRunsTable(db);
  }

  public FleetTable fleet() {
    return new FleetTable(db);
  }

  public SwitchesTable switches() {
    return new SwitchesTable(db);
  }

  public InstructionsTable instructions() {
    return new InstructionsTable(db);
  }

  public PullRequestsTable pullRequests() {
    return new PullRequestsTable(db);
  }

  public SchedulesTable schedules() {
    return new SchedulesTable(db);
  }

  public PlacesTable places() {
    return new PlacesTable(db);
  }

  public StepsTable steps() {
    return new StepsTable(db);
  }

  public TurnsTable turns() {
    return new TurnsTable(db);
  }

  public SpendTable spend() {
    return new SpendTable(db);
  }

  public EventsTable events() {
    return new EventsTable(db);
  }

  public EffectsTable effects() {
    return new EffectsTable(db);
  }

  public NoticesTable notices() {
    return new NoticesTable(db);
  }

  public DeliveriesTable deliveries() {
    return new DeliveriesTable(db, dialect);
  }

  public RunTimesTable runTimes() {
    return new RunTimesTable(db);
  }

  public UsageWindowsTable usageWindows() {
    return new UsageWindowsTable(db);
  }

  public RejectedCredentialsTable rejectedCredentials() {
    return new RejectedCredentialsTable(db);
  }

  public IssueClaimsTable issueClaims() {
    return new IssueClaimsTable(db);
  }

  public PresenceTable presence() {
    return new PresenceTable(db);
  }

  public EnrolmentsTable enrolments() {
    return new EnrolmentsTable(db);
  }

  public ApprovalsTable approvals() {
    return new ApprovalsTable(db);
  }

  public AuditTable audit() {
    return new AuditTable(db);
  }

  public EndedRunsTable endedRuns() {
    return new EndedRunsTable(db, dialect);
  }

  public TidiedTable tidied() {
    return new TidiedTable(db);
  }

  /** What contradicts itself. */
  public CrossChecks crossChecks() {
    return new CrossChecks(db);
  }
}
