package drover.cluster.launch;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The official OpenAPI description of Kubernetes' objects, by the classes that the project {@code
 * kubernetes-client/java} generates from it: a field that Kubernetes does not know is refused at
 * every depth, so is one that is missing and required, and a list or an object in the place of
 * something else.
 */
public final class OfficialDescription {
  private static final String CLASSES = "io.kubernetes.client.openapi.models.V1";

  private OfficialDescription() {}

  /**
   * One sentence for each object that is wrong.
   *
   * @param objects of kinds that Kubernetes itself has, in version v1 of their group
   */
  public static List<String> violations(List<? extends HasMetadata> objects) {
    return objects.stream()
        .flatMap(object -> violation(object.getKind(), Serialization.asJson(object)))
        .toList();
  }

  /** The same of an object as it is sent. */
  static Stream<String> violation(String kind, String json) {
    try {
      Class.forName(CLASSES + kind)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, JsonParser.parseString(json));
      return Stream.empty();
    } catch (InvocationTargetException e) {
      return Stream.of(kind + ": " + e.getCause());
    } catch (ReflectiveOperationException e) {
      return Stream.of(kind + " is no kind of Kubernetes: " + e);
    }
  }
}
