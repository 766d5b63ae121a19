package drover.ledger;

/** The mark that a later program leaves with a change of the tables. */
final class LaterVersion {
  private LaterVersion() {}

  /** Statement that says that a script of this version was applied. */
  static String inHistory(int version) {
    String truth = "(select success from flyway_schema_history where installed_rank = 1)";
    return """
        insert into flyway_schema_history(installed_rank, version, description, type, script,
            installed_by, execution_time, success)
        values (1000 + %1$d, '%1$d', 'of tomorrow', 'SQL', 'V%1$d__of_tomorrow.sql', 'drover', 1, %2$s)
        """
        .formatted(version, truth);
  }
}
