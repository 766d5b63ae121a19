package drover.cli;

import drover.factory.Prices;
import drover.follow.AgentOutputInspector;
import drover.follow.Inspection;
import drover.task.InvalidTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect FILE…}: reads saved agent output and says how the turn ended. */
@Command(name = "inspect", description = "Says how an agent's turn ended, from its saved output.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Output of an agent (stream-json or json); - for standard input.")
  private List<String> files = List.of();

  private final Surroundings surroundings;

  InspectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    AgentOutputInspector inspector =
        new AgentOutputInspector(Prices.of(surroundings.configuration().settings()));
    List<Inspection> inspections = files.stream().map(file -> inspect(inspector, file)).toList();
    if (common.json()) {
      surroundings.printJson(inspections.size() == 1 ? inspections.getFirst() : inspections);
    } else {
      for (int i = 0; i < files.size(); i++) {
        new InspectionReport(surroundings).print(files.get(i), inspections.get(i));
      }
    }
    return ExitStatus.DONE;
  }

  private Inspection inspect(AgentOutputInspector inspector, String file) {
    try {
      if (file.equals("-")) {
        return inspector.inspect(surroundings.in());
      }
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new InvalidTask(file + " is a directory: give a file of saved agent output");
      }
      if (!Files.isReadable(path)) {
        throw new InvalidTask(file + " cannot be read: is it there, and readable for you?");
      }
      return inspector.inspect(path);
    } catch (IOException e) {
      throw new InvalidTask(file + " cannot be read: " + e.getMessage());
    }
  }
}
