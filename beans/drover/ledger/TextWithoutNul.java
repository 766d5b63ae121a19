package drover.ledger;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementCreatorFactory;
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
      Object value = values.getValue(name);
      return value instanceof String text && text.indexOf('\0') >= 0
          ? text.replace('\0', '\uFFFD')
          : value;
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
