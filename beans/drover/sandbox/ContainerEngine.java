package drover.sandbox;

import drover.config.DockerSettings;
import drover.config.SandboxSettings;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.machine.ProcessMark;
import drover.sandbox.Availability.Available;
import drover.sandbox.Availability.Unavailable;
import drover.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Docker or Podman, by its command line. A container outlives the program that started it, so each
 * has a name that is known before it is there, and a label that says which run it belongs to.
 */
public final class ContainerEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerEngine.class);
  private static final String EXECUTOR = "docker";
  private static final String LABEL = "drover.run";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the program needs to find its engine; nothing of it goes into a container. */
  private static final Set<String> ITS_OWN =
      Set.of(
          "PATH",
          "HOME",
          "XDG_RUNTIME_DIR",
          "XDG_CONFIG_HOME",
          "XDG_DATA_HOME",
          "DBUS_SESSION_BUS_ADDRESS",
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_CONFIG",
          "DOCKER_CERT_PATH",
          "DOCKER_TLS_VERIFY",
          "CONTAINER_HOST",
          "CONTAINERS_CONF",
          "CONTAINERS_STORAGE_CONF");

  private final DockerSettings docker;
  private final SandboxSettings limits;
  private final Path tools;
  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final AtomicLong parts = new AtomicLong();

  /**
   * @param tools {@code runtime-image/sandbox} of the installation
   * @param environment of this process
   */
  public ContainerEngine(
      DockerSettings docker,
      SandboxSettings limits,
      Path tools,
      CommandRunner commands,
      Map<String, String> environment) {
    this.docker = docker;
    this.limits = limits;
    this.tools = tools;
    this.commands = commands;
    this.environment = Map.copyOf(environment);
  }

  /** A container for one program of a run, by a name that nothing else has. */
  Sandbox containerFor(ProcessMark run, String part) {
    return new Container(this, nameOf(run, part), run.value());
  }

  /** The same for one of many programs. */
  Sandbox nextContainerFor(ProcessMark run) {
    return containerFor(run, "check-%d-%d".formatted(ownPid(), parts.incrementAndGet()));
  }

  private static long ownPid() {
    return ProcessHandle.current().pid();
  }

  static String nameOf(ProcessMark run, String part) {
    return "drover-" + run.value() + "-" + part;
  }

  DockerSettings docker() {
    return docker;
  }

  SandboxSettings limits() {
    return limits;
  }

  Path tools() {
    return tools;
  }

  Set<String> itsOwn() {
    return ITS_OWN;
  }

  /** The environment of the program itself, which also hands on what goes into a container. */
  Map<String, String> environment(Map<String, String> handedOn) {
    Map<String, String> all = new HashMap<>(handedOn);
    ITS_OWN.forEach(
        name -> {
          all.remove(name);
          if (environment.containsKey(name)) {
            all.put(name, environment.get(name));
          }
        });
    return all;
  }

  static List<String> labels(String run) {
    return List.of("--label", LABEL + "=" + run);
  }

  /** Whether containers can be started here. */
  public Availability look() {
    String program = docker.command();
    try {
      CommandResult engine = ask(List.of("version"));
      if (!engine.succeeded()) {
        return new Unavailable(
            "%s does not work here (%s)".formatted(program, lastLine(engine.output())),
            "start the engine, or see drover.docker.command");
      }
      return ask(List.of("image", "inspect", docker.image())).succeeded()
          ? new Available()
          : new Unavailable(
              "there is no image " + docker.image(),
              "docker build --tag %s runtime-image, or see drover.docker.image"
                  .formatted(docker.image()));
    } catch (IOException e) {
      return new Unavailable(
          program + " is not there", "install Docker or Podman, or see drover.docker.command");
    }
  }

  /** The same, and one is started, with all its walls. */
  public Availability tryOut() {
    return look() instanceof Unavailable missing ? missing : start();
  }

  private Availability start() {
    String name = "drover-doctor-" + ownPid();
    Sandbox.Cell cell = new Container(this, name, "doctor").around(Enclosure.reading(tools));
    try {
      CommandResult result =
          commands.run(
              cell.command(List.of("true"), Set.of()),
              cell.directory(),
              environment(Map.of()),
              PATIENCE,
              started -> false);
      return result.succeeded()
          ? new Available()
          : new Unavailable(
              "%s cannot run the image %s as it has to be (%s)"
                  .formatted(docker.command(), docker.image(), lastLine(result.output())),
              "see what %s run --rm %s true says; rootless engines need cgroups of version 2 for the limits"
                  .formatted(docker.command(), docker.image()));
    } catch (IOException e) {
      return new Unavailable(docker.command() + " cannot be started", "see drover.docker.command");
    } finally {
      cell.clear();
    }
  }

  /** Ends and removes one container, whether it runs or not, or is not there at all. */
  void remove(String name) {
    removeAll(List.of(name));
  }

  /** Whether the programs of its run work in containers. */
  static boolean isFor(Task task) {
    return task.executor().equals(EXECUTOR);
  }

  /** Whatever its factories have left is gone when this returns. */
  public void clear(Task task, ProcessMark run) {
    if (isFor(task)) {
      removeAll(run);
    }
  }

  private void removeAll(ProcessMark run) {
    try {
      CommandResult found =
          ask(List.of("ps", "--all", "--quiet", "--filter", "label=" + LABEL + "=" + run.value()));
      List<String> ids = found.output().lines().filter(id -> id.matches("[0-9a-f]+")).toList();
      if (found.succeeded() && !ids.isEmpty()) {
        removeAll(ids);
      } else if (!found.succeeded()) {
        LOG.warn("The containers of {} cannot be looked for: {}", run, lastLine(found.output()));
      }
    } catch (IOException e) {
      LOG.warn("The containers of {} cannot be looked for: {}", run, e.getMessage());
    }
  }

  private void removeAll(List<String> containers) {
    List<String> command = new ArrayList<>(List.of("rm", "--force", "--volumes"));
    command.addAll(containers);
    try {
      CommandResult result = ask(command);
      if (!result.succeeded() && !isGone(result.output())) {
        LOG.warn("Remove by hand, {} cannot: {}", docker.command(), lastLine(result.output()));
      }
    } catch (IOException e) {
      LOG.warn("Remove by hand, {} cannot: {}", containers, e.getMessage());
    }
  }

  private static boolean isGone(String said) {
    String lower = said.toLowerCase(java.util.Locale.ROOT);
    return lower.contains("no such container") || lower.contains("already in progress");
  }

  private CommandResult ask(List<String> arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(docker.command()));
    argv.addAll(arguments);
    return commands.run(argv, Path.of("/"), environment(Map.of()), PATIENCE, started -> false);
  }

  private static String lastLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("no word");
  }
}
