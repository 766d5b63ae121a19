package drover.sandbox;

import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.sandbox.Availability.Available;
import drover.sandbox.Availability.Unavailable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds out whether a program can really be confined here, by confining one. */
public final class SandboxCheck {
  private static final List<String> PROGRAMS = List.of("bwrap", "socat", "prlimit");
  private static final List<String> PROGRAMS_OF_ROOT = List.of("unshare", "mount", "setpriv");

  private final Bubblewrap sandbox;
  private final CommandRunner commands;
  private final Map<String, String> environment;

  /**
   * @param environment of this process
   */
  public SandboxCheck(Bubblewrap sandbox, CommandRunner commands, Map<String, String> environment) {
    this.sandbox = sandbox;
    this.commands = commands;
    this.environment = Map.copyOf(environment);
  }

  public Availability look() {
    Availability seen = lookHere();
    boolean isContainer = new OwnContainer(Path.of("/"), environment).isThere();
    return seen instanceof Unavailable missing && isContainer ? missing.inContainer() : seen;
  }

  private Availability lookHere() {
    List<String> missing =
        Stream.concat(PROGRAMS.stream(), rootsPrograms()).filter(name -> !isThere(name)).toList();
    if (!missing.isEmpty()) {
      return new Unavailable(
          String.join(" and ", missing) + " is not there",
          "install bubblewrap, socat and util-linux, for example: apt-get install bubblewrap socat");
    }
    try {
      Path directory = Files.createTempDirectory("drover-sandbox");
      try {
        return tryIn(directory);
      } finally {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot try the sandbox", e);
    }
  }

  private Availability tryIn(Path directory) throws IOException {
    Sandbox.Cell cell = sandbox.around(Enclosure.around(directory));
    CommandResult result =
        commands.run(
            cell.command(List.of("/bin/true")), cell.directory(), cell.environment(environment()));
    return result.succeeded()
        ? new Available()
        : new Unavailable(
            "bwrap does not work here (%s)"
                .formatted(result.output().lines().findFirst().orElse("it says nothing")),
            "it needs bubblewrap 0.8 or later and user name spaces, which the system or a container"
                + " may forbid (kernel.unprivileged_userns_clone,"
                + " kernel.apparmor_restrict_unprivileged_userns)");
  }

  private Map<String, String> environment() {
    return Map.of("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
  }

  private Stream<String> rootsPrograms() {
    return Host.ofThisMachine().user() == Host.User.ROOT
        ? PROGRAMS_OF_ROOT.stream()
        : Stream.empty();
  }

  private boolean isThere(String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
