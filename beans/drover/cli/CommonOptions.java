package drover.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options that every command takes. */
@Command(synopsisHeading = "%nUsage: ", sortOptions = false)
final class CommonOptions {
  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Option(names = "--verbose", description = "Show stack traces and log lines.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  boolean json() {
    return json;
  }
}
