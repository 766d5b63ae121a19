package drover.cluster.launch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A run as it is asked for ({@code <case>.before.yaml}) and what is wanted for it in a cluster. */
record Golden(String name) {
  private static final Path DIRECTORY = Path.of("src/test/resources/k8s");

  /** Their texts would bury what a golden file is for. */
  static final Scripts SCRIPTS =
      new Scripts(
          "<clone.sh>",
          "<checkout.sh>",
          "<turn.sh>",
          "<serve.sh>",
          "<collect.sh>",
          "<check.sh>",
          "<render.sh>",
          "<receive.sh>",
          "<push.sh>");

  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addMixIn(Source.class, SourceByFields.class)
          .addMixIn(Checkout.class, CheckoutByFields.class)
          .addMixIn(Storage.class, StorageByFields.class)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@Type(Source.Remote.class), @Type(Source.Bundle.class)})
  private interface SourceByFields {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @Type(value = Checkout.Workspace.class, name = "workspace"),
    @Type(value = Checkout.Clean.class, name = "clean")
  })
  private interface CheckoutByFields {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@Type(Storage.Claim.class), @Type(Storage.PodOnly.class)})
  private interface StorageByFields {}

  <T> T before(Class<T> type) {
    try {
      return YAML.readValue(DIRECTORY.resolve(name + ".before.yaml").toFile(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it stands; with UPDATE_GOLDEN=1 in the environment it is written anew first. */
  String after(List<HasMetadata> objects) {
    Path file = DIRECTORY.resolve(name + ".after.yaml");
    try {
      if (System.getenv().containsKey("UPDATE_GOLDEN")) {
        Files.writeString(file, yaml(objects));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String yaml(List<HasMetadata> objects) {
    return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
  }
}
