package drover.cluster.step;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The containers of pods, as processes in bubblewrap that see what they mount. */
final class ContainersHere {
  private final Path directory;
  private final NamespacedKubernetesClient client;
  private final Map<String, Path> logs = new ConcurrentHashMap<>();

  ContainersHere(Path directory, NamespacedKubernetesClient client) {
    this.directory = directory;
    this.client = client;
  }

  Path volume(String claim) {
    return made("volumes/" + claim);
  }

  /** What a container of a pod has said, by {@code pod/container}. */
  Optional<Path> log(String name) {
    return Optional.ofNullable(logs.get(name));
  }

  int execute(String job, PodSpec spec, Container container)
      throws IOException, InterruptedException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "bwrap",
                "--unshare-all",
                "--die-with-parent",
                "--clearenv",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--setenv",
                "PATH",
                "/usr/bin:/bin"));
    for (VolumeMount mount : container.getVolumeMounts()) {
      Volume volume =
          spec.getVolumes().stream()
              .filter(one -> one.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow();
      Path there = directoryOf(job, volume);
      if (mount.getSubPath() != null) {
        there = there.resolve(mount.getSubPath());
        Files.createDirectories(there);
      }
      boolean isReadOnly = Boolean.TRUE.equals(mount.getReadOnly());
      argv.addAll(
          List.of(isReadOnly ? "--ro-bind" : "--bind", there.toString(), mount.getMountPath()));
    }
    for (EnvVar variable : container.getEnv()) {
      argv.addAll(List.of("--setenv", variable.getName(), value(variable)));
    }
    argv.addAll(
        List.of("--chdir", container.getWorkingDir() == null ? "/" : container.getWorkingDir()));
    container.getCommand().forEach(word -> argv.add(expanded(word)));
    container.getArgs().forEach(word -> argv.add(expanded(word)));
    Path log = made("logs").resolve(job + "-" + container.getName());
    Files.deleteIfExists(log);
    Files.createFile(log);
    logs.put(job + "-abcde/" + container.getName(), log);
    return new ProcessBuilder(argv)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }

  private Path directoryOf(String job, Volume volume) throws IOException, InterruptedException {
    if (volume.getPersistentVolumeClaim() != null) {
      return volume(volume.getPersistentVolumeClaim().getClaimName());
    }
    Path place = made("pods/" + job + "/" + volume.getName());
    List<String> maps = new ArrayList<>();
    if (volume.getConfigMap() != null) {
      maps.add(volume.getConfigMap().getName());
    }
    if (volume.getProjected() != null) {
      volume.getProjected().getSources().forEach(one -> maps.add(one.getConfigMap().getName()));
    }
    for (String name : maps) {
      var map = there(name);
      if (map.getData() != null) {
        for (var entry : map.getData().entrySet()) {
          Files.writeString(place.resolve(entry.getKey()), entry.getValue());
        }
      }
      if (map.getBinaryData() != null) {
        for (var entry : map.getBinaryData().entrySet()) {
          Files.write(place.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
        }
      }
    }
    return place;
  }

  /** A kubelet waits for what a pod mounts. */
  private ConfigMap there(String name) {
    return client
        .configMaps()
        .withName(name)
        .waitUntilCondition(map -> map != null, 30, TimeUnit.SECONDS);
  }

  private String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return expanded(String.valueOf(variable.getValue()));
    }
    var from = variable.getValueFrom().getSecretKeyRef();
    var secret =
        client
            .secrets()
            .withName(from.getName())
            .waitUntilCondition(one -> one != null, 30, TimeUnit.SECONDS);
    return secret.getStringData() != null
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
