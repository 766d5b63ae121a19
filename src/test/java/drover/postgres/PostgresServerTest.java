package drover.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests' own PostgreSQL is one: it keeps what it committed through a power cut. */
@Timeout(120)
class PostgresServerTest {
  @Test
  void what_was_committed_survives_a_crash() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      server.sql("postgres", "create table kept as select 42 as answer");
      server.crash();
      server.launch();
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select answer, version() from kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
        assertThat(rows.getString(2)).startsWith("PostgreSQL 17");
      }
    }
  }
}
