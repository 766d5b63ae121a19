package drover.sandbox;

import drover.sandbox.Mount.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is around a program that runs confined.
 *
 * @param workspace directory of this machine in which it works
 * @param access what it may do there
 * @param home its home directory; empty: one that is gone with it
 * @param mounts what else it sees
 * @param bridges ways out of its network
 * @param variables environment of everything in it, beside what the program itself gets
 * @param canary program, by its name inside, that must succeed before it starts
 */
public record Enclosure(
    Path workspace,
    Access access,
    Optional<Path> home,
    List<Mount> mounts,
    List<Bridge> bridges,
    Map<String, String> variables,
    Optional<String> canary) {

  public Enclosure {
    mounts = List.copyOf(mounts);
    bridges = List.copyOf(bridges);
    variables = Map.copyOf(variables);
  }

  public static Enclosure around(Path workspace) {
    return around(workspace, Access.READ_WRITE);
  }

  /** Others read there at the same time. */
  public static Enclosure reading(Path workspace) {
    return around(workspace, Access.READ_ONLY);
  }

  private static Enclosure around(Path workspace, Access access) {
    return new Enclosure(
        workspace, access, Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty());
  }

  public Enclosure withHome(Path directory) {
    return new Enclosure(
        workspace, access, Optional.of(directory), mounts, bridges, variables, canary);
  }

  public Enclosure showing(List<Mount> more) {
    return new Enclosure(workspace, access, home, joined(mounts, more), bridges, variables, canary);
  }

  public Enclosure bridging(List<Bridge> more) {
    return new Enclosure(workspace, access, home, mounts, joined(bridges, more), variables, canary);
  }

  public Enclosure telling(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new Enclosure(workspace, access, home, mounts, bridges, all, canary);
  }

  public Enclosure onlyIf(String program) {
    return new Enclosure(workspace, access, home, mounts, bridges, variables, Optional.of(program));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
