package drover.report;

import drover.machine.OwnFiles;
import drover.run.Journal;
import drover.run.RunExecution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a run leaves for people: {@code runs/<id>/artifacts}. */
public final class Artifacts {
  private final Journal journal;

  public Artifacts(Journal journal) {
    this.journal = journal;
  }

  /**
   * Writes one, without secrets; written again it is the same file.
   *
   * @return where it is
   */
  public Path write(RunExecution run, String name, String text) {
    Path directory = run.directory().resolve("artifacts");
    Path file = directory.resolve(name);
    try {
      OwnFiles.closeDirectory(directory);
      OwnFiles.closeFile(file);
      return Files.writeString(file, journal.withoutSecrets(text));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
