package drover.upkeep;

import drover.ledger.Ledger;
import drover.run.DataDirectory;
import java.nio.file.Path;

/** Which runs have their files in this data directory, where several share a ledger. */
final class FilesHere {
  private final Ledger ledger;
  private final Path dataDirectory;

  FilesHere(Ledger ledger, Path dataDirectory) {
    this.ledger = ledger;
    this.dataDirectory = dataDirectory;
  }

  /** Also one that has none anywhere. */
  boolean has(String run) {
    return !ledger.isShared()
        || ledger
            .read()
            .places()
            .ofFiles(run)
            .filter(place -> !place.id().equals(DataDirectory.placeOf(dataDirectory).id()))
            .isEmpty();
  }
}
