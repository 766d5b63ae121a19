package drover.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that run what they are given. */
public final class Interpreters {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "rbash", "fish");
  private static final Pattern OTHERS =
      Pattern.compile("python[0-9.]*|pypy[0-9.]*|node|nodejs|deno|bun|perl|ruby|php|lua|osascript");

  private Interpreters() {}

  public static boolean isShell(String program) {
    return SHELLS.contains(program);
  }

  /** Whether it runs a language other than that of the shell. */
  public static boolean runsCode(String program) {
    return OTHERS.matcher(program).matches();
  }

  /** The command line that a shell is given as an argument, with the arguments for it. */
  static Optional<List<String>> commandLine(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-o") || argument.equals("+o") || argument.equals("-O")) {
        i++;
      } else if (argument.equals("--rcfile") || argument.equals("--init-file")) {
        i++;
      } else if (argument.startsWith("-") && !argument.startsWith("--")) {
        if (argument.indexOf('c') > 0) {
          List<String> rest = arguments.subList(i + 1, arguments.size());
          // Further options may stand between -c and the text.
          return Optional.of(rest.stream().dropWhile(a -> a.matches("[-+][a-z]+")).toList());
        }
      } else if (!argument.startsWith("--") && !argument.startsWith("+")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The file that an interpreter runs; empty when it takes its program from elsewhere. */
  public static Optional<String> scriptFile(Call call) {
    List<String> arguments = call.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-o") || argument.equals("+o") || argument.equals("-O")) {
        i++;
      } else if (argument.equals("-") || argument.equals("-s") || argument.equals("--")) {
        return Optional.empty();
      } else if (!argument.startsWith("-") && !argument.startsWith("+")) {
        return Optional.of(argument);
      }
    }
    return Optional.empty();
  }

  /** Whether it would run what comes on its standard input. */
  public static boolean runsItsInput(Call call) {
    if (!isShell(call.program()) && !runsCode(call.program())) {
      return false;
    }
    boolean given =
        isShell(call.program())
            ? commandLine(call.arguments()).isPresent()
            : call.options().stream()
                .anyMatch(option -> option.matches("(?s)-[a-zA-Z]{0,9}[cemprEPn].*"));
    return !given
        && scriptFile(call)
            .map(file -> file.equals("/dev/stdin") || file.equals("/dev/fd/0"))
            .orElse(true);
  }
}
