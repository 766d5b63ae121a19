package drover.cluster.here;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Of services, all of them here. */
record Names(Optional<Path> hosts) {
  List<String> network() {
    return hosts
        .map(file -> List.of("--share-net", "--ro-bind", file.toString(), "/etc/hosts"))
        .orElse(List.of());
  }

  void add(HasMetadata service) {
    String name = service.getMetadata().getName();
    hosts.ifPresent(
        file -> append(file, name + "." + service.getMetadata().getNamespace() + ".svc"));
  }

  private static void append(Path file, String name) {
    try {
      Files.writeString(file, "127.0.0.1 " + name + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
