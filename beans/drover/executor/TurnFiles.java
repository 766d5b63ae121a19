package drover.executor;

import drover.machine.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one invocation: prompt, raw output and error output. They are only ever appended to.
 *
 * @param turns directory {@code turns} of the run
 * @param name {@code <turn>-<invocation>}
 */
record TurnFiles(Path turns, String name) {
  static TurnFiles of(Path runDirectory, int turn, int invocation) {
    return new TurnFiles(runDirectory.resolve("turns"), turn + "-" + invocation);
  }

  Path prompt() {
    return turns.resolve(name + ".prompt.md");
  }

  Path output() {
    return turns.resolve(name + ".jsonl");
  }

  Path errors() {
    return turns.resolve(name + ".stderr");
  }

  void prepare(String prompt) {
    try {
      OwnFiles.closeDirectory(turns);
      Files.writeString(prompt(), prompt);
      OwnFiles.closeFile(output()); // what the agent prints there is redacted only when it is read
      OwnFiles.closeFile(errors());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + turns, e);
    }
  }

  /** The last line of the error output, or nothing. */
  String lastError() {
    try {
      return Files.exists(errors())
          ? Files.readString(errors(), java.nio.charset.StandardCharsets.ISO_8859_1)
              .lines()
              .filter(line -> !line.isBlank())
              .reduce((first, second) -> second)
              .orElse("")
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + errors(), e);
    }
  }
}
