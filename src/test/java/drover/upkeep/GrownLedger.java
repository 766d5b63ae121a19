package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data directory after some rehearsals: a run that succeeded, one that failed and was retried,
 * one that needs a person. Grown once, copied for every test that changes it.
 *
 * @param succeeded id of the first
 * @param blocked id of the last
 */
record GrownLedger(Path home, String succeeded, String retried, String blocked) {

  static GrownLedger in(Path home) {
    Caller caller = Caller.at(home);
    String succeeded = rehearse(caller, "Write about tea");
    Caller clumsy = caller.with("DROVER_REHEARSAL_MISBEHAVE", "break-build-forever");
    String retried = rehearse(clumsy, "Write about rust");
    assertThat(caller.call("retry", retried, "--from", "turn").status()).isZero();
    Caller empty = caller.with("DROVER_REHEARSAL_MISBEHAVE", "substance-no");
    return new GrownLedger(home, succeeded, retried, rehearse(empty, "Write about nothing"));
  }

  private static String rehearse(Caller caller, String prompt) {
    Answer run = caller.call("run", "publisher", prompt, "--rehearse", "--json");
    assertThat(run.printed()).as(run.complaints()).isNotEmpty();
    return Json.tree(run.printed()).path("id").asText();
  }

  Caller caller() {
    return Caller.at(home);
  }

  Path data() {
    return caller().dataDirectory();
  }

  Path run(String id) {
    return data().resolve("runs").resolve(id);
  }

  GrownLedger copyTo(Path other) {
    GrownLedger copy = new GrownLedger(other, succeeded, retried, blocked);
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.toList()) {
        Path target = copy.data().resolve(data().relativize(file));
        if (Files.isSymbolicLink(file)) {
          Files.createSymbolicLink(target, Files.readSymbolicLink(file));
        } else if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** As somebody would with another program; foreign keys are not looked at. */
  void sql(String statements) {
    String url = "jdbc:sqlite:" + data().resolve("ledger.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement work = connection.createStatement()) {
      for (String statement : statements.split("; ")) {
        work.executeUpdate(statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All its runs ended so many days ago. */
  void age(int days) {
    long millis = days * 86_400_000L;
    sql("update runs set finished_at = finished_at - " + millis);
  }

  /** What is left of a run's files. */
  List<String> names(String run) {
    try (var files = Files.list(run(run))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
