package drover.limit;

import drover.json.Json;
import drover.turn.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Asks a live agent to come to its end, by a file that a PostToolUse hook prints as it stands: the
 * standard input of a headless agent is closed.
 *
 * @param run directory of the run; the file is {@code control/wrap-up.json} in it
 */
record WrapUpRequest(Path run) {

  /** What an earlier turn was asked does not concern the next one. */
  void clear() {
    try {
      Files.createDirectories(control());
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + control(), e);
    }
  }

  /** Whoever reads at the same time sees all of it or nothing. */
  void write(Reading near, Purpose purpose) {
    String task =
        purpose.isReview()
            ? "Finish what you are reading and give your answer now."
            : "Finish what you are doing, commit your work now and end your turn.";
    Map<String, ?> output =
        Map.of(
            "hookEventName",
            "PostToolUse",
            "additionalContext",
            "You will be stopped soon: %s. %s".formatted(near.left(), task));
    try {
      Path whole =
          Files.writeString(
              run.resolve("wrap-up.json.new"), Json.write(Map.of("hookSpecificOutput", output)));
      Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(), e);
    }
  }

  private Path control() {
    return run.resolve("control");
  }

  Path file() {
    return control().resolve("wrap-up.json");
  }
}
