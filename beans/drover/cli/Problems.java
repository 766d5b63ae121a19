package drover.cli;

import drover.cli.Surroundings.Verbosity;
import drover.config.ConfigurationException;
import drover.ledger.LedgerException;
import drover.run.NotRunnable;
import drover.task.InvalidTask;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, and how to mend it. */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Surroundings surroundings;

  Problems(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String message = Style.oneLine(firstLine(problem), 400);
    String hint = "see ./" + command.getCommandSpec().qualifiedName() + " --help";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      message =
          "unknown argument " + Style.oneLine(String.join(" ", unmatched.getUnmatched()), 100);
    }
    return say("%s; %s".formatted(message, hint), ExitStatus.USAGE, problem);
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, ParseResult parseResult) {
    return switch (problem) {
      case ParameterException wrong -> handleParseException(wrong, new String[0]);
      case InvalidTask invalid -> say(firstLine(invalid), ExitStatus.USAGE, invalid);
      case ConfigurationException invalid ->
          say(String.valueOf(invalid.getMessage()), ExitStatus.USAGE, invalid);
      case LedgerException unusable -> say(firstLine(unusable), ExitStatus.USAGE, unusable);
      case NotRunnable refused -> say(firstLine(refused), ExitStatus.FAILED, refused);
      default ->
          say(
              "unexpected: %s; --verbose shows where".formatted(firstLine(problem)),
              ExitStatus.FAILED,
              problem);
    };
  }

  private int say(String message, int status, Exception problem) {
    surroundings.complain("drover: " + message);
    if (surroundings.verbosity() == Verbosity.STACK_TRACES) {
      problem.printStackTrace(surroundings.err());
    }
    return status;
  }

  private static String firstLine(Exception problem) {
    String message = Optional.ofNullable(problem.getMessage()).orElse(problem.toString());
    return message.lines().findFirst().orElse(message);
  }
}
