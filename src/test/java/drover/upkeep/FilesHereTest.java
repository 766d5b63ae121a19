package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.Place;
import drover.ledger.Store;
import drover.run.DataDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose files may be looked for, and tidied, in this data directory. */
@Timeout(60)
class FilesHereTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Place ELSEWHERE = new Place("another-place", "another-host", "/data");

  @TempDir private Path directory;

  @Test
  void of_servers_that_share_a_ledger_each_looks_after_what_is_in_its_own_directory() {
    try (Ledger ledger = Ledger.open(Store.POSTGRES.at(directory))) {
      FilesHere here = new FilesHere(ledger, directory);
      begin(ledger, "mine", DataDirectory.placeOf(directory), "/workspaces/mine");
      begin(ledger, "theirs", ELSEWHERE, "/workspaces/theirs");

      assertThat(here.has("mine")).isTrue();
      assertThat(here.has("theirs")).isFalse();
    }
  }

  @Test
  void a_run_without_files_and_one_that_nobody_knows_have_none_elsewhere() {
    try (Ledger ledger = Ledger.open(Store.POSTGRES.at(directory))) {
      FilesHere here = new FilesHere(ledger, directory);
      begin(ledger, "bare", ELSEWHERE, "");

      assertThat(here.has("bare")).isTrue();
      assertThat(here.has("nobody")).isTrue();
    }
  }

  @Test
  void who_has_the_ledger_for_himself_has_all_files() {
    try (Ledger ledger = Ledger.open(directory)) {
      begin(ledger, "moved", ELSEWHERE, "/workspaces/moved");

      assertThat(new FilesHere(ledger, directory).has("moved")).isTrue();
    }
  }

  /**
   * @param workspace empty: it has none yet
   */
  private static void begin(Ledger ledger, String id, Place place, String workspace) {
    NewRun run =
        new NewRun(
            id,
            "webhook",
            id,
            "digest",
            "{}",
            "publisher",
            Optional.empty(),
            "rehearsal",
            "claude",
            0,
            NOON);
    ledger.write(
        tables -> {
          tables.places().put(place);
          tables.runs().insert(run);
          Claim claim =
              tables.runs().claim(tables.runs().find(id).orElseThrow(), "one", NOON).orElseThrow();
          tables.places().moveTo(place.id(), id);
          if (!workspace.isEmpty()) {
            tables.runs().readsIn(claim, "repository", "main", workspace);
          }
          return id;
        });
  }
}
