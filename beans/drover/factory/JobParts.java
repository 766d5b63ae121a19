package drover.factory;

import drover.ledger.Ledger;
import drover.report.Artifacts;
import drover.report.Reports;
import drover.run.Journal;
import drover.workspace.Git;
import drover.workspace.ReadOnlyWorkspaces;
import drover.workspace.Repositories;
import java.nio.file.Path;
import java.util.Map;

/** The parts that some jobs need and others do not. */
final class JobParts {
  private final Ledger ledger;
  private final Journal journal;
  private final Path dataDirectory;
  private final Repositories repositories;
  private final Git cleanGit;

  JobParts(
      Ledger ledger, Journal journal, Path dataDirectory, Repositories repositories, Git cleanGit) {
    this.ledger = ledger;
    this.journal = journal;
    this.dataDirectory = dataDirectory;
    this.repositories = repositories;
    this.cleanGit = cleanGit;
  }

  Map<String, Object> forRoutes() {
    return Map.ofEntries(
        Map.entry(
            "readOnlyWorkspaces",
            new ReadOnlyWorkspaces(repositories, cleanGit, ledger, dataDirectory)),
        Map.entry("reports", new Reports(ledger, new Artifacts(journal))));
  }
}
