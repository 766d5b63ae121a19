package drover.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementCreatorFactory;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** PostgreSQL's text holds every character but U+0000; a replacement character stands for it. */
final class TextWithoutNul extends NamedParameterJdbcTemplate {
  TextWithoutNul(JdbcOperations statements) {
    super(statements);
  }

  @Override
  protected PreparedStatementCreator getPreparedStatementCreator(
      String sql,
      SqlParameterSource values,
      @Nullable Consumer<PreparedStatementCreatorFactory> customizer) {
    return super.getPreparedStatementCreator(sql, new Cleaned(values), customizer);
  }

  private record Cleaned(SqlParameterSource values) implements SqlParameterSource {
    @Override
    public boolean hasValue(String name) {
      return values.hasValue(name);
    }

    @Override
    public @Nullable Object getValue(String name) {
      return cleaned(values.getValue(name));
    }

    /** Also in rows of values. */
    private static @Nullable Object cleaned(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      return switch (value) {
        case String text -> text.indexOf('\0') >= 0 ? text.replace('\0', '\uFFFD') : text;
        case SqlParameterValue typed ->
            new SqlParameterValue(typed.getSqlType(), cleaned(typed.getValue()));
        case Object[] row -> Arrays.stream(row).map(Cleaned::cleaned).toArray();
        case List<?> rows -> rows.stream().map(Cleaned::cleaned).toList();
        default -> value;
      };
    }

    @Override
    public int getSqlType(String name) {
      return values.getSqlType(name);
    }

    @Override
    public @Nullable String getTypeName(String name) {
      return values.getTypeName(name);
    }

    @Override
    public String @Nullable [] getParameterNames() {
      return values.getParameterNames();
    }
  }
}
