package drover.shell;

import java.util.List;
import java.util.Optional;

/**
 * A program that a command line would run, as far as that is known without running it. Texts may
 * hold {@link Marks}.
 *
 * @param program name without its directory; empty for a line that only assigns or redirects
 * @param path the program as it is called
 * @param directory where it runs, absolute or beginning with a mark
 * @param files what is redirected from and to
 * @param assigned {@code name=value} in front of it
 * @param prints its standard output, where that is known
 */
public record Call(
    String program,
    String path,
    List<String> arguments,
    String directory,
    Feed feed,
    List<String> files,
    List<String> assigned,
    Optional<String> prints) {

  /** Arguments that are no options. */
  public List<String> operands() {
    int end = arguments.indexOf("--");
    return end < 0
        ? arguments.stream().filter(argument -> !isOption(argument)).toList()
        : java.util.stream.Stream.concat(
                arguments.subList(0, end).stream().filter(argument -> !isOption(argument)),
                arguments.subList(end + 1, arguments.size()).stream())
            .toList();
  }

  /** Arguments that are options, in front of {@code --}. */
  public List<String> options() {
    return arguments.stream()
        .takeWhile(argument -> !argument.equals("--"))
        .filter(Call::isOption)
        .toList();
  }

  /** Whether {@code -…letter…} or a {@code --word} that begins so is among the options. */
  public boolean hasOption(String letters, String word) {
    return options().stream()
        .anyMatch(
            option ->
                option.startsWith("--")
                    ? !word.isEmpty() && option.startsWith("--" + word)
                    : option.chars().anyMatch(c -> letters.indexOf(c) >= 0));
  }

  private static boolean isOption(String argument) {
    return argument.length() > 1 && argument.startsWith("-");
  }
}
