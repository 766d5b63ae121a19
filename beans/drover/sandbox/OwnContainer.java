package drover.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether this process is in a container itself, as its engine tells it. */
record OwnContainer(Path root, Map<String, String> environment) {
  /** Made by Docker and by Podman in every container of theirs. */
  private static final List<String> MARKS = List.of(".dockerenv", "run/.containerenv");

  /** Set by Podman, systemd-nspawn and LXC, and by Kubernetes in every pod. */
  private static final List<String> VARIABLES = List.of("container", "KUBERNETES_SERVICE_HOST");

  boolean isThere() {
    return MARKS.stream().anyMatch(mark -> Files.exists(root.resolve(mark)))
        || VARIABLES.stream().anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }
}
