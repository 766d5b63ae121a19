package drover.cli;

import drover.cli.Surroundings.Verbosity;
import drover.cluster.access.NoCluster;
import drover.config.ConfigurationException;
import drover.factory.DoorTaken;
import drover.ledger.LedgerException;
import drover.run.NotRunnable;
import drover.task.InvalidTask;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, and how to mend it. */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Set<String> COMMANDS_TO_COME = Set.of("stats", "render");
  private static final String DISK_IS_FULL = "No space left on device";

  private final Surroundings surroundings;

  Problems(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String message =
        surroundings
            .oneLine(firstLine(problem), 400)
            .replace("Value for option option", "Value for option");
    String hint = "see ./" + command.getCommandSpec().qualifiedName() + " --help";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      message = unknown(unmatched);
    }
    return say("%s; %s".formatted(message, hint), ExitStatus.USAGE, problem);
  }

  private String unknown(UnmatchedArgumentException unmatched) {
    String first = unmatched.getUnmatched().getFirst();
    if (COMMANDS_TO_COME.contains(first)) {
      return "the command %s is not available in this version".formatted(first);
    }
    String near =
        unmatched.getSuggestions().stream()
            .filter(known -> known.regionMatches(0, first, 0, 2))
            .findFirst()
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
    String all = String.join(" ", unmatched.getUnmatched());
    return "unknown argument " + surroundings.oneLine(all, 100) + near;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, ParseResult parseResult) {
    return switch (problem) {
      case ParameterException wrong -> handleParseException(wrong, new String[0]);
      case InvalidTask invalid -> say(firstLine(invalid), ExitStatus.USAGE, invalid);
      case ConfigurationException invalid ->
          say(String.valueOf(invalid.getMessage()), ExitStatus.USAGE, invalid);
      case DoorTaken taken -> say(firstLine(taken), ExitStatus.USAGE, taken);
      case LedgerException unusable -> say(firstLine(unusable), ExitStatus.USAGE, unusable);
      case NoCluster missing -> say(firstLine(missing), ExitStatus.USAGE, missing);
      case NotRunnable refused -> say(firstLine(refused), ExitStatus.FAILED, refused);
      default -> sayUnexpected(problem);
    };
  }

  private int sayUnexpected(Exception problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(DISK_IS_FULL)) {
        return say(
            "the disk under %s is full: free some space"
                .formatted(surroundings.site().dataDirectory()),
            ExitStatus.USAGE,
            problem);
      }
    }
    return say(
        "unexpected: %s; --verbose shows where".formatted(firstLine(problem)),
        ExitStatus.FAILED,
        problem);
  }

  private int say(String message, int status, Exception problem) {
    surroundings.complain("drover: " + message);
    if (surroundings.verbosity() == Verbosity.STACK_TRACES) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      surroundings.complain(trace.toString().stripTrailing());
    }
    return status;
  }

  private static String firstLine(Exception problem) {
    String message = Optional.ofNullable(problem.getMessage()).orElse(problem.toString());
    return message.lines().findFirst().orElse(message);
  }
}
