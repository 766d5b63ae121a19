package drover.sandbox;

import drover.config.Configuration;
import drover.config.SandboxSettings;
import drover.machine.Clock;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.sandbox.Sandbox.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A workspace and a home, and shell scripts that are run in them, confined. */
final class SandboxBench {
  private static final Path TOOLS =
      Path.of(System.getProperty("drover.root", ""))
          .toAbsolutePath()
          .resolve("runtime-image/sandbox");
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));
  private static final String ORDINARY = "12345";

  /** Who starts the sandbox. */
  enum Starter {
    THIS_USER,
    /** Where this user is root; otherwise nobody else can be. */
    ORDINARY_USER
  }

  final Path folder;
  final Path workspace;
  final Path home;
  final CommandRunner commands = new CommandRunner(new ForkingLauncher(), Clock.system());
  private final Starter starter;
  private final Path tools;

  private SandboxBench(Path folder, Starter starter) throws IOException {
    this.folder = folder;
    this.starter = starter;
    this.tools = isLowered() ? folder.resolve("tools") : TOOLS;
    this.workspace = Files.createDirectories(folder.resolve("workspace"));
    this.home = Files.createDirectories(folder.resolve("home"));
  }

  static SandboxBench in(Path folder, Starter starter) throws IOException {
    SandboxBench bench = new SandboxBench(folder, starter);
    if (bench.isLowered()) { // who may not be able to reach where this project stands
      bench.commands.run(
          List.of("cp", "-R", TOOLS.toString(), bench.tools.toString()), folder, ENVIRONMENT);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      bench.commands.run(List.of("chown", "-R", ORDINARY, folder.toString()), folder, ENVIRONMENT);
    }
    return bench;
  }

  static Availability availability() {
    CommandRunner commands = new CommandRunner(new ForkingLauncher(), Clock.system());
    Bubblewrap sandbox = new Bubblewrap(Host.ofThisMachine(), usual(), TOOLS, ENVIRONMENT);
    return new SandboxCheck(sandbox, commands, ENVIRONMENT).look();
  }

  static SandboxSettings usual() {
    return Configuration.load(Optional.empty(), Map.of()).settings().sandbox();
  }

  static boolean isRoot() {
    return Host.ofThisMachine().user() == Host.User.ROOT;
  }

  Enclosure room() {
    return Enclosure.around(workspace).withHome(home);
  }

  /** Output and status of a shell script in the sandbox. */
  CommandResult run(String script) {
    return run(room(), usual(), script);
  }

  CommandResult run(UnaryOperator<Enclosure> furnish, String script) {
    return run(furnish.apply(room()), usual(), script);
  }

  CommandResult run(Enclosure enclosure, SandboxSettings settings, String script) {
    try {
      Cell cell = cell(enclosure, settings);
      return commands.run(
          command(cell, script),
          cell.directory(),
          cell.environment(ENVIRONMENT),
          Duration.ofSeconds(50),
          started -> false);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Cell cell(Enclosure enclosure, SandboxSettings settings) {
    Host.User user = isLowered() ? Host.User.ORDINARY : Host.ofThisMachine().user();
    return new Bubblewrap(new Host(Path.of("/"), user), settings, tools, ENVIRONMENT)
        .around(enclosure);
  }

  /** The whole command that starts a script. */
  List<String> command(Cell cell, String script) {
    // whoever runs the tests may ignore signals, and programs inherit that
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT"));
    if (isLowered()) {
      command.addAll(
          List.of("setpriv", "--reuid", ORDINARY, "--regid", ORDINARY, "--clear-groups", "--"));
    }
    command.addAll(cell.command(List.of("/bin/sh", "-c", script)));
    return command;
  }

  private boolean isLowered() {
    return starter == Starter.ORDINARY_USER && isRoot();
  }
}
