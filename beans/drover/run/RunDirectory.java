package drover.run;

import java.nio.file.Path;

/** Where the files of a run are: {@code runs/<id>/{home,workspace,turns,artifacts}}. */
public final class RunDirectory {
  private RunDirectory() {}

  public static Path of(Path dataDirectory, String runId) {
    return dataDirectory.resolve("runs").resolve(runId);
  }
}
