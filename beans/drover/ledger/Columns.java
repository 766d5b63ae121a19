package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads columns that may be empty, and those that hold instants. */
record Columns(ResultSet row) {
  String text(String column) throws SQLException {
    return row.getString(column);
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  Instant instant(String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  Optional<Instant> optionalInstant(String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  static @Nullable String text(Optional<String> text) {
    return text.orElse(null);
  }

  static @Nullable Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }
}
