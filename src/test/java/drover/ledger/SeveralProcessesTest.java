package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@ParameterizedClass
@EnumSource(Store.class)
class SeveralProcessesTest {
  @Parameter private Store store;
  @TempDir private Path directory;

  @Test
  void another_process_reads_what_was_committed_while_the_ledger_is_open() throws Exception {
    try (Ledger ledger = store.open(directory)) {
      Sample.insert(ledger, "mine");
      try (LedgerProcess other = LedgerProcess.start(store.at(directory), "count", "", 0)) {
        assertThat(other.linesToTheEnd()).containsExactly("open", "1");
      }
    }
  }

  @Test
  void an_idle_ledger_keeps_nobody_from_writing() {
    try (Ledger server = store.open(directory);
        Ledger commandLine = store.open(directory)) {
      for (int n = 0; n < 5; n++) {
        Sample.insert(server, "server" + n);
        Sample.insert(commandLine, "commandLine" + n);
      }
      assertThat(server.read().runs().count()).isEqualTo(10);
    }
  }

  @Test
  void a_ledger_whose_work_failed_keeps_nobody_from_writing() {
    try (Ledger server = store.open(directory);
        Ledger commandLine = store.open(directory)) {
      Sample.insert(server, "mine");
      assertThat(catchThrowable(() -> Sample.insert(server, "mine")))
          .isInstanceOf(LedgerException.class);
      Sample.insert(commandLine, "theirs");
      assertThat(server.read().runs().count()).isEqualTo(2);
    }
  }

  @Test
  void processes_that_write_at_the_same_time_lose_nothing() throws Exception {
    int each = 100;
    try (LedgerProcess one = LedgerProcess.start(store.at(directory), "write", "one", each);
        LedgerProcess two = LedgerProcess.start(store.at(directory), "write", "two", each);
        Ledger ledger = store.open(directory)) {
      one.line();
      two.line();
      for (int n = 0; n < each; n++) {
        Sample.insert(ledger, "three" + n);
      }
      assertThat(one.linesToTheEnd()).hasSize(each);
      assertThat(two.linesToTheEnd()).hasSize(each);
      assertThat(ledger.read().runs().count()).isEqualTo(3 * each);
    }
  }

  @Test
  void processes_that_make_the_ledger_at_the_same_time_both_get_one() throws Exception {
    try (LedgerProcess one = LedgerProcess.start(store.at(directory), "write", "one", 1);
        LedgerProcess two = LedgerProcess.start(store.at(directory), "write", "two", 1)) {
      assertThat(one.linesToTheEnd()).containsExactly("open", "one0");
      assertThat(two.linesToTheEnd()).containsExactly("open", "two0");
    }
  }

  @Test
  void what_a_killed_process_was_told_is_written_is_there() throws Exception {
    List<String> told = new ArrayList<>();
    try (LedgerProcess doomed = LedgerProcess.start(store.at(directory), "write", "r", 1_000_000)) {
      doomed.line();
      while (told.size() < 50) {
        told.add(doomed.line());
      }
      doomed.kill();
    }
    try (Ledger ledger = store.open(directory)) {
      for (String id : told) {
        assertThat(ledger.read().runs().find(id)).as(id).isPresent();
      }
      Sample.insert(ledger, "after");
    }
  }
}
