package drover.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code kubectl kustomize} makes of a folder, read as strictly as an API server would. */
record Manifests(List<HasMetadata> objects) {
  static final Path K8S = Workbench.ROOT.resolve("k8s");

  /** A field that Kubernetes does not know is an error, not a property of its own. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });

  static Manifests of(String folder) {
    return read(render(K8S.resolve(folder)));
  }

  /** Documents of YAML, one after the other. */
  static Manifests read(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (JsonNode document : documents(yaml)) {
      objects.add(strictly(document));
    }
    return new Manifests(List.copyOf(objects));
  }

  static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document :
        new Load(LoadSettings.builder().setMaxAliasesForCollections(0).build())
            .loadAllFromString(yaml)) {
      if (document != null) {
        documents.add(STRICT.valueToTree(document));
      }
    }
    return documents;
  }

  /** The type comes from the client's own list; custom resources have none. */
  private static HasMetadata strictly(JsonNode document) {
    Object known = new KubernetesSerialization().unmarshal(document.toString());
    try {
      return (HasMetadata) STRICT.treeToValue(document, known.getClass());
    } catch (IOException e) {
      throw new UncheckedIOException(document.path("kind").asText(), e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> T one(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
  }

  /** Of everything that starts pods. */
  List<PodSpec> pods() {
    return Stream.concat(
            all(Deployment.class).stream().map(it -> it.getSpec().getTemplate().getSpec()),
            all(Pod.class).stream().map(Pod::getSpec))
        .toList();
  }

  static String render(Path folder) {
    try {
      Process process =
          new ProcessBuilder("kubectl", "kustomize", folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(folder + " cannot be put together");
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl 1.27 or newer is needed to test the manifests", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
