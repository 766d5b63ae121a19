package drover.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What PostgreSQL's SQLSTATEs mean to whoever operates the ledger (its manual, appendix A). */
final class PostgresFailures {
  private static final Set<String> ENDED_BY_THE_SERVER =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

  private PostgresFailures() {}

  /** Whether there is no connection any more. */
  static boolean isLost(SQLException failure) {
    String state = stateOf(failure);
    return state.startsWith("08") || ENDED_BY_THE_SERVER.contains(state);
  }

  static Optional<String> explain(SQLException failure, LedgerAddress.Postgres address) {
    String where = "the ledger's database " + address.place();
    String state = stateOf(failure);
    return switch (state) {
      case "08004", "28P01", "28000" ->
          Optional.of(
              "%s refuses %s or the password: set drover.ledger.user, and DROVER_LEDGER_PASSWORD or DROVER_LEDGER_PASSWORD_FILE"
                  .formatted(where, address.userName()));
      case "3D000" -> Optional.of(where + " is not there: create it, or mend drover.ledger.url");
      case "42501" ->
          Optional.of(
              "%s lets %s do too little: make it the owner of the database"
                  .formatted(where, address.userName()));
      case "25006" ->
          Optional.of(where + " is read-only: name the primary server in drover.ledger.url");
      case "53100" -> Optional.of("the disk under " + where + " is full: free some space");
      case "53300" -> Optional.of(where + " takes no more connections: raise its max_connections");
      case "25P03" ->
          Optional.of(
              "this process stood still while it wrote to " + where + "; nothing was written");
      case "55P03" ->
          Optional.of(where + " is held by another instance for too long; nothing was written");
      case "40001", "40P01" ->
          Optional.of("two writers met in " + where + "; nothing was written: try again");
      default ->
          isLost(failure)
              ? Optional.of(
                  "%s cannot be reached: start it, or mend drover.ledger.url; %s"
                      .formatted(where, firstLine(failure)))
              : Optional.empty();
    };
  }

  private static String stateOf(SQLException failure) {
    return Optional.ofNullable(failure.getSQLState()).orElse("08000");
  }

  private static String firstLine(SQLException failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse("it does not say why");
  }
}
