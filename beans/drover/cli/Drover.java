package drover.cli;

import drover.cli.Surroundings.Verbosity;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "drover",
    description = "Drives coding agents from a request to reviewed, delivered work.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      ServeCommand.class,
      SubmitCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      LogsCommand.class,
      CancelCommand.class,
      RetryCommand.class,
      CredentialCommand.class,
      ApproveCommand.class,
      AnswerCommand.class,
      TellCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      EnrolCommand.class,
      WhyCommand.class,
      LedgerCommand.class,
      NotifyCommand.class,
      InspectCommand.class,
      RenderCommand.class,
      DoctorCommand.class
    })
public final class Drover implements Runnable {
  @CommandLine.Mixin private CommonOptions common = new CommonOptions();

  @CommandLine.Option(
      names = {"-V", "--version"},
      description = "Print the version and exit.")
  private boolean versionAsked;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Surroundings surroundings;

  Drover(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    Verbosity verbosity = verbosity(args);
    System.setProperty(
        "org.slf4j.simpleLogger.defaultLogLevel",
        verbosity == Verbosity.STACK_TRACES ? "info" : "warn");
    // what fails there is told in one line, or is no failure: processes that start at the same time
    // tidy away each other's copy of the SQLite library
    System.setProperty("org.slf4j.simpleLogger.log.org.flywaydb", "off");
    System.setProperty("org.slf4j.simpleLogger.log.org.sqlite", "off");
    String context = "org.apache.camel.impl.engine.AbstractCamelContext";
    System.setProperty("org.slf4j.simpleLogger.log." + context, "off");
    // the JDK warns on standard error of what Netty does otherwise
    System.setProperty("io.netty.noUnsafe", "true");
    // a client that leaves in the middle of its request would cost a stack trace each time
    System.setProperty("org.slf4j.simpleLogger.log.io.vertx.ext.web.RoutingContext", "off");
    // says at every start that its namespace is missing although it is not, and a list tells what
    // is wrong
    String watch =
        "org.apache.camel.component.kubernetes.customresources.KubernetesCustomResourcesConsumer";
    System.setProperty("org.slf4j.simpleLogger.log." + watch, "off");
    String version = "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils";
    System.setProperty("org.slf4j.simpleLogger.log." + version, "off");
    Surroundings surroundings = Surroundings.ofThisProcess(verbosity);
    System.exit(commandLine(surroundings).execute(args));
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new Drover(surroundings), new Commands(surroundings));
    line.setExpandAtFiles(false); // a prompt may begin with @
    line.setPosixClusteredShortOptionsAllowed(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new Problems(surroundings));
    line.setExecutionExceptionHandler(new Problems(surroundings));
    // a prompt may begin with a dash; what looks like a mistyped option is refused by the command
    for (String prompted : new String[] {"run", "submit", "render"}) {
      Objects.requireNonNull(line.getSubcommands().get(prompted))
          .setUnmatchedOptionsArePositionalParams(true);
    }
    return line;
  }

  @Override
  public void run() {
    if (!versionAsked) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
    Version version = new Version();
    if (common.json()) {
      surroundings.printJson(version.document());
    } else {
      surroundings.print(version.getVersion()[0]);
    }
  }

  private static Verbosity verbosity(String[] args) {
    return Arrays.asList(args).contains("--verbose") ? Verbosity.STACK_TRACES : Verbosity.ONE_LINE;
  }
}
