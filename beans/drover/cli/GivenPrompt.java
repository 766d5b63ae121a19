package drover.cli;

import drover.task.InvalidTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The prompt among the arguments of a command; {@code -} stands for standard input. */
final class GivenPrompt {
  private static final int LARGEST_INPUT = 1024 * 1024 + 1;

  private final Surroundings surroundings;
  private final CommandSpec command;

  GivenPrompt(Surroundings surroundings, CommandSpec command) {
    this.surroundings = surroundings;
    this.command = command;
  }

  /**
   * @param arguments those after the job
   * @throws InvalidTask when it is not one
   */
  Optional<String> read(List<String> arguments) {
    if (!command.commandLine().getParseResult().originalArgs().contains("--")) {
      arguments.forEach(this::refuseMistypedOption);
    }
    if (arguments.size() > 1) {
      throw new InvalidTask(
          "there are %d prompts, the second is \"%s\": put quotes around the prompt"
              .formatted(arguments.size(), surroundings.oneLine(arguments.get(1), 40)));
    }
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    String text = arguments.getFirst();
    return Optional.of(text.equals("-") ? readStandardInput() : text);
  }

  /** A prompt may begin with a dash; one word that does so is an option somebody mistyped. */
  private void refuseMistypedOption(String text) {
    if (text.startsWith("-") && !text.equals("-") && !text.matches("(?s).*\\s.*")) {
      throw new InvalidTask(
          "there is no option %s; see ./drover %s --help"
              .formatted(surroundings.oneLine(text, 60), command.name()));
    }
  }

  private String readStandardInput() {
    try {
      return new String(surroundings.in().readNBytes(LARGEST_INPUT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InvalidTask("the prompt cannot be read from standard input: " + e.getMessage());
    }
  }
}
