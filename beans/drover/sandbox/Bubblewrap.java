package drover.sandbox;

import drover.config.SandboxSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Confines with bwrap(1) 0.8: name spaces of its own for files, processes, users, IPC and network.
 * Everything in it dies with the process that started it.
 */
public final class Bubblewrap implements Sandbox {
  /** Where the program works, whatever the run: the agent's session is known by this name. */
  public static final String WORKSPACE = "/workspace";

  public static final String HOME = "/home/agent";

  /** Where the factory shows what is its own. */
  public static final String OWN = "/opt/drover";

  private static final String ENTRY = OWN + "/enter";
  private static final String USER_INSIDE = "1000";

  /** Nobody, as every Linux knows it: who confined programs are when the factory is root. */
  private static final String USER_OUTSIDE = "65534";

  private static final List<String> NAME_SPACES =
      List.of(
          "--unshare-user",
          "--unshare-ipc",
          "--unshare-pid",
          "--unshare-net",
          "--unshare-uts",
          "--unshare-cgroup-try",
          "--disable-userns",
          "--die-with-parent",
          "--new-session",
          "--hostname",
          "sandbox");

  private final Host host;
  private final SandboxSettings settings;
  private final Path tools;
  private final Map<String, String> environment;

  /**
   * @param tools {@code runtime-image/sandbox} of the installation
   * @param environment of this process
   */
  public Bubblewrap(SandboxSettings settings, Path tools, Map<String, String> environment) {
    this(Host.ofThisMachine(), settings, tools, environment);
  }

  Bubblewrap(Host host, SandboxSettings settings, Path tools, Map<String, String> environment) {
    this.host = host;
    this.settings = settings;
    this.tools = tools;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Strength strength() {
    return Strength.CONFINED;
  }

  @Override
  public Cell around(Enclosure enclosure) {
    return new ConfinedCell(enclosure, allMounts(enclosure), this);
  }

  private List<Mount> allMounts(Enclosure enclosure) {
    List<Mount> mounts = new ArrayList<>();
    for (String file : List.of("passwd", "group", "hosts", "nsswitch.conf", "resolv.conf")) {
      mounts.add(Mount.readOnly(tools.resolve("etc").resolve(file), "/etc/" + file));
    }
    mounts.add(Mount.readOnly(tools.resolve("enter"), ENTRY));
    settings.readOnly().forEach(path -> mounts.add(Mount.asItIs(path)));
    mounts.add(new Mount(enclosure.workspace(), WORKSPACE, enclosure.access()));
    enclosure.home().ifPresent(home -> mounts.add(Mount.writable(home, HOME)));
    mounts.addAll(enclosure.mounts());
    return mounts;
  }

  List<String> command(Enclosure enclosure, List<Mount> mounts, List<String> argv) {
    List<String> command = new ArrayList<>();
    boolean staged = host.user() == Host.User.ROOT;
    if (staged) {
      command.addAll(stageCommand(mounts));
    }
    command.add("bwrap");
    command.addAll(NAME_SPACES);
    command.addAll(List.of("--uid", USER_INSIDE, "--gid", USER_INSIDE));
    command.addAll(host.systemOptions());
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    for (String directory : List.of("/dev/shm", "/tmp", "/var/tmp")) {
      command.addAll(temporary(directory));
    }
    if (enclosure.home().isEmpty()) {
      command.addAll(temporary(HOME));
    }
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      Path source = staged ? host.stage().resolve(Integer.toString(i)) : mount.host();
      command.add(mount.isWritable() ? "--bind" : "--ro-bind");
      command.addAll(List.of(source.toString(), mount.inside()));
    }
    command.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WORKSPACE));
    command.addAll(entry(enclosure, argv));
    return command;
  }

  private List<String> stageCommand(List<Mount> mounts) {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(
        List.of(
            "/bin/sh", tools.resolve("stage").toString(), USER_OUTSIDE, host.stage().toString()));
    mounts.forEach(mount -> command.add((mount.isWritable() ? "rw:" : "ro:") + mount.host()));
    command.add("--");
    return command;
  }

  private List<String> temporary(String directory) {
    return List.of("--size", Long.toString(settings.temporaryBytes()), "--tmpfs", directory);
  }

  /** Limits hold from here on: in the new user name space processes are counted from none. */
  private List<String> entry(Enclosure enclosure, List<String> argv) {
    List<String> command = new ArrayList<>();
    command.add("--");
    command.addAll(
        List.of(
            "prlimit",
            "--data=" + settings.memoryBytes(),
            "--nproc=" + settings.processes(),
            "--fsize=" + settings.fileBytes(),
            "--core=0",
            "/bin/sh",
            ENTRY));
    for (Bridge bridge : enclosure.bridges()) {
      command.addAll(
          List.of("--bridge", Integer.toString(bridge.port()), bridge.listen(), bridge.address()));
    }
    enclosure.canary().ifPresent(canary -> command.addAll(List.of("--canary", canary)));
    command.add("--");
    command.addAll(argv);
    return command;
  }

  /** Programs that are shown, in the order in which this process finds them. */
  String searchPath(List<Mount> mounts) {
    return SearchPath.inside(environment.getOrDefault("PATH", ""), mounts);
  }
}
