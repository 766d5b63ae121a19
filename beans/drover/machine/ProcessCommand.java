package drover.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start. Arguments are handed over as they are; no shell reads them.
 *
 * @param argv program and arguments
 * @param directory working directory
 * @param environment the complete environment; nothing is inherited
 * @param input file read as standard input; empty: no input
 * @param output file that standard output is appended to
 * @param errors file that standard error is appended to; may equal {@code output}
 */
public record ProcessCommand(
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    Optional<Path> input,
    Path output,
    Path errors) {

  public ProcessCommand {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }
}
