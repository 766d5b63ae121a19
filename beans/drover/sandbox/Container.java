package drover.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One container: no network but the door, nothing to write but what is shown, no rights, no
 * engine's socket. Its programs are those of the image.
 *
 * @param name known before it is there, so that it can be removed whatever happened
 * @param run what it belongs to
 */
record Container(ContainerEngine engine, String name, String run) implements Sandbox {
  private static final String ENTRY = Bubblewrap.OWN + "/enter";
  private static final String USER = "1001";

  /** What the image brings goes before what comes with the system. */
  private static final String SEARCH_PATH =
      Bubblewrap.OWN + "/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  @Override
  public Strength strength() {
    return Strength.CONFINED;
  }

  @Override
  public Cell around(Enclosure enclosure) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.readOnly(engine.tools().resolve("enter"), ENTRY));
    engine.limits().readOnly().forEach(path -> mounts.add(Mount.asItIs(path)));
    mounts.add(new Mount(enclosure.workspace(), Bubblewrap.WORKSPACE, enclosure.access()));
    enclosure.home().ifPresent(home -> mounts.add(Mount.writable(home, Bubblewrap.HOME)));
    mounts.addAll(enclosure.mounts());
    return new Inside(this, enclosure, List.copyOf(mounts));
  }

  private List<String> command(
      Enclosure enclosure, List<Mount> mounts, List<String> argv, Set<String> variables) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("/bin/sh", engine.tools().resolve("give").toString(), USER));
      mounts.stream()
          .filter(Mount::isWritable)
          .forEach(mount -> command.add(mount.host().toString()));
      command.add("--");
    }
    command.add(engine.docker().command());
    command.addAll(List.of("run", "--rm", "--interactive", "--init", "--pull", "never"));
    command.addAll(List.of("--name", name, "--hostname", "sandbox"));
    command.addAll(ContainerEngine.labels(run));
    command.addAll(walls());
    command.addAll(user());
    if (enclosure.home().isEmpty()) {
      command.addAll(temporary(Bubblewrap.HOME));
    }
    mounts.forEach(mount -> command.addAll(List.of("--mount", mountOption(mount))));
    command.addAll(environmentOptions(enclosure, variables));
    command.addAll(List.of("--workdir", Bubblewrap.WORKSPACE, "--entrypoint", "/bin/sh"));
    command.add(engine.docker().image());
    command.addAll(entry(enclosure, argv));
    return command;
  }

  /** The engine keeps no copy of what is printed. */
  private List<String> walls() {
    var limits = engine.limits();
    String memory = Long.toString(limits.memoryBytes());
    List<String> options =
        new ArrayList<>(
            List.of(
                "--network", "none", "--log-driver", "none", "--read-only", "--ipc", "private"));
    options.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    options.addAll(List.of("--memory", memory, "--memory-swap", memory));
    options.addAll(List.of("--cpus", Double.toString(engine.docker().cpus())));
    options.addAll(List.of("--pids-limit", Integer.toString(limits.processes())));
    options.addAll(List.of("--ulimit", "core=0:0"));
    options.addAll(List.of("--ulimit", "fsize=%1$d:%1$d".formatted(limits.fileBytes())));
    options.addAll(List.of("--shm-size", Long.toString(limits.temporaryBytes())));
    options.addAll(temporary("/tmp"));
    options.addAll(temporary("/var/tmp"));
    return options;
  }

  private List<String> temporary(String directory) {
    return List.of(
        "--tmpfs",
        "%s:rw,nosuid,nodev,exec,mode=1777,size=%d"
            .formatted(directory, engine.limits().temporaryBytes()));
  }

  /** Never root: whoever starts it, or the image's user where root starts it. */
  private List<String> user() {
    if (isRoot()) {
      return List.of("--user", USER + ":" + USER);
    }
    String self = idOf("unix:uid") + ":" + idOf("unix:gid");
    return engine.docker().isPodman()
        ? List.of("--userns", "keep-id", "--user", self)
        : List.of("--user", self);
  }

  /** Values that may be secret are handed on by name: an argument is seen by every user. */
  private List<String> environmentOptions(Enclosure enclosure, Set<String> variables) {
    Map<String, String> plain = new TreeMap<>(enclosure.variables());
    plain.put("HOME", Bubblewrap.HOME);
    plain.put("PWD", Bubblewrap.WORKSPACE);
    plain.put("TMPDIR", "/tmp");
    plain.put("PATH", SEARCH_PATH);
    List<String> options = new ArrayList<>();
    plain.forEach((key, value) -> options.addAll(List.of("--env", key + "=" + value)));
    new TreeSet<>(variables)
        .stream()
            .filter(variable -> !plain.containsKey(variable))
            .filter(variable -> !engine.itsOwn().contains(variable))
            .forEach(variable -> options.addAll(List.of("--env", variable)));
    return options;
  }

  private static List<String> entry(Enclosure enclosure, List<String> argv) {
    List<String> command = new ArrayList<>(List.of(ENTRY));
    for (Bridge bridge : enclosure.bridges()) {
      command.addAll(
          List.of("--bridge", Integer.toString(bridge.port()), bridge.listen(), bridge.address()));
    }
    enclosure.canary().ifPresent(canary -> command.addAll(List.of("--canary", canary)));
    command.add("--");
    command.addAll(argv);
    return command;
  }

  /** Fields of a line of comma separated values; a path may hold what separates them. */
  static String mountOption(Mount mount) {
    String option =
        "type=bind,%s,%s"
            .formatted(field("source=" + mount.host()), field("target=" + mount.inside()));
    return mount.isWritable() ? option : option + ",readonly";
  }

  private static String field(String text) {
    return text.contains(",") || text.contains("\"")
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }

  private static boolean isRoot() {
    return Host.ofThisMachine().user() == Host.User.ROOT;
  }

  private static String idOf(String attribute) {
    return Host.attributeOfThisProcess(attribute);
  }

  /** What is seen from in there. */
  private record Inside(Container container, Enclosure enclosure, List<Mount> mounts)
      implements Cell {
    @Override
    public List<String> command(List<String> argv, Set<String> variables) {
      return container.command(enclosure, mounts, argv, variables);
    }

    @Override
    public Path directory() {
      return Path.of("/");
    }

    @Override
    public Map<String, String> environment(Map<String, String> variables) {
      return container.engine().environment(variables);
    }

    @Override
    public String inside(Path path) {
      return ConfinedCell.inside(mounts, path);
    }

    /** The engine's program hands signals on. */
    @Override
    public ProcessHandle programOf(ProcessHandle started) {
      return started;
    }

    @Override
    public void clear() {
      container.engine().remove(container.name());
    }
  }
}
