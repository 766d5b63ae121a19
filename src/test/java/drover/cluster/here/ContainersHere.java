package drover.cluster.here;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The containers of pods, as processes in bubblewrap: user 1001 without a name, a root that is only
 * read, and of this machine what they mount and their {@link Image}.
 */
final class ContainersHere {
  private static final int KILLED = 137;

  private final Path directory;
  private final KubernetesClient client;
  private final Image image;
  private final List<String> network;
  private final Map<String, Set<String>> holders = new ConcurrentHashMap<>();
  private final List<String> more = new CopyOnWriteArrayList<>();
  private final Map<String, Path> logs = new ConcurrentHashMap<>();
  private final Map<String, Process> running = new ConcurrentHashMap<>();

  /**
   * @param network arguments of bubblewrap: {@code --unshare-net}, or which names there are
   */
  ContainersHere(Path directory, KubernetesClient client, Image image, List<String> network) {
    this.directory = directory;
    this.client = client;
    this.image = image;
    this.network = network;
  }

  Path volume(String claim) {
    return made("volumes/" + claim);
  }

  /** What a container of a pod has said, by {@code pod/container}. */
  Optional<Path> log(String name) {
    return Optional.ofNullable(logs.get(name));
  }

  /** Nothing of a pod goes on. */
  void kill(String pod) {
    running.keySet().stream()
        .filter(container -> container.startsWith(pod + "/"))
        .flatMap(container -> Stream.ofNullable(running.remove(container)))
        .forEach(Process::destroyForcibly);
  }

  /** Names of containers that had a variable of this value. */
  Set<String> holders(String value) {
    return Set.copyOf(holders.getOrDefault(value, Set.of()));
  }

  /** The image has this program as well, from now on. */
  void add(String name, Path program) {
    more.addAll(List.of("--ro-bind", program.toString(), "/bin/" + name));
  }

  /** Whether a container has begun, as its probe sees it; always where it has none. */
  boolean isUp(Pod pod, Container container) throws IOException, InterruptedException {
    if (container.getStartupProbe() == null) {
      return true;
    }
    Container probe =
        new ContainerBuilder(container)
            .withName(container.getName() + "-probe")
            .withCommand(container.getStartupProbe().getExec().getCommand())
            .withArgs()
            .build();
    return execute(pod, probe) == 0;
  }

  /** The exit status. */
  int execute(Pod pod, Container container) throws IOException, InterruptedException {
    String name = pod.getMetadata().getName();
    List<String> argv =
        new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--clearenv"));
    argv.addAll(List.of("--uid", "1001", "--gid", "1001", "--proc", "/proc", "--dev", "/dev"));
    argv.addAll(network);
    argv.addAll(image.root());
    argv.addAll(more);
    argv.addAll(List.of("--setenv", "PATH", "/bin"));
    for (VolumeMount mount : container.getVolumeMounts()) {
      argv.addAll(bind(pod, mount));
    }
    for (EnvVar variable : container.getEnv()) {
      String told = value(pod.getMetadata().getNamespace(), variable);
      holders.computeIfAbsent(told, any -> ConcurrentHashMap.newKeySet()).add(container.getName());
      argv.addAll(List.of("--setenv", variable.getName(), told));
    }
    argv.addAll(
        List.of("--chdir", container.getWorkingDir() == null ? "/" : container.getWorkingDir()));
    argv.addAll(List.of("--remount-ro", "/"));
    container.getCommand().forEach(word -> argv.add(expanded(word)));
    container.getArgs().forEach(word -> argv.add(expanded(word)));
    Path log = made("logs").resolve(name + "-" + container.getName());
    Files.deleteIfExists(log);
    Files.createFile(log);
    logs.put(name + "/" + container.getName(), log);
    Process process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    String key = name + "/" + container.getName();
    running.put(key, process);
    int status = process.waitFor();
    return running.remove(key) == null ? KILLED : status;
  }

  private List<String> bind(Pod pod, VolumeMount mount) throws IOException {
    Volume volume =
        pod.getSpec().getVolumes().stream()
            .filter(one -> one.getName().equals(mount.getName()))
            .findFirst()
            .orElseThrow();
    Path there = directoryOf(pod, volume);
    if (mount.getSubPath() != null) {
      there = there.resolve(mount.getSubPath());
      Files.createDirectories(there);
    }
    boolean isReadOnly =
        Boolean.TRUE.equals(mount.getReadOnly())
            || volume.getConfigMap() != null
            || volume.getProjected() != null;
    return List.of(isReadOnly ? "--ro-bind" : "--bind", there.toString(), mount.getMountPath());
  }

  private Path directoryOf(Pod pod, Volume volume) throws IOException {
    if (volume.getPersistentVolumeClaim() != null) {
      return volume(volume.getPersistentVolumeClaim().getClaimName());
    }
    Path place = made("pods/" + pod.getMetadata().getName() + "/" + volume.getName());
    List<String> maps = new ArrayList<>();
    boolean isOptional =
        volume.getConfigMap() != null && Boolean.TRUE.equals(volume.getConfigMap().getOptional());
    if (volume.getConfigMap() != null && !isOptional) {
      maps.add(volume.getConfigMap().getName());
    }
    if (volume.getProjected() != null) {
      volume.getProjected().getSources().forEach(one -> maps.add(one.getConfigMap().getName()));
    }
    for (String name : maps) {
      write(there(pod.getMetadata().getNamespace(), name), place);
    }
    return place;
  }

  private static void write(ConfigMap map, Path place) throws IOException {
    for (var entry : Optional.ofNullable(map.getData()).orElse(Map.of()).entrySet()) {
      Files.writeString(place.resolve(entry.getKey()), entry.getValue());
    }
    for (var entry : Optional.ofNullable(map.getBinaryData()).orElse(Map.of()).entrySet()) {
      Files.write(place.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
    }
  }

  /** A kubelet waits for what a pod mounts. */
  private ConfigMap there(String namespace, String name) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(map -> map != null, 30, TimeUnit.SECONDS);
  }

  private String value(String namespace, EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return expanded(Optional.ofNullable(variable.getValue()).orElse(""));
    }
    var from = variable.getValueFrom().getSecretKeyRef();
    var secret =
        client
            .secrets()
            .inNamespace(namespace)
            .withName(from.getName())
            .waitUntilCondition(one -> one != null, 30, TimeUnit.SECONDS);
    return secret.getStringData() != null && secret.getStringData().containsKey(from.getKey())
        ? secret.getStringData().get(from.getKey())
        : new String(
            Base64.getDecoder().decode(secret.getData().get(from.getKey())),
            StandardCharsets.UTF_8);
  }

  private static String expanded(String text) {
    return text.replaceAll("\\$\\$", "\\$");
  }

  private Path made(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
