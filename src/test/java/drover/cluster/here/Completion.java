package drover.cluster.here;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.RecordedRequest;

/** What is asked for, with what an API server adds. */
final class Completion {
  private Completion() {}

  /** What a server adds before anybody sees the object. */
  static RecordedRequest of(RecordedRequest request) {
    String path = request.getPath();
    if (path.endsWith("/customresourcedefinitions")) {
      CustomResourceDefinition asked = read(request, CustomResourceDefinition.class);
      return with(
          request,
          asked
              .edit()
              .withNewStatus()
              .addNewCondition()
              .withType("Established")
              .withStatus("True")
              .endCondition()
              .endStatus()
              .build());
    }
    return path.endsWith("/pods")
        ? with(
            request,
            read(request, Pod.class)
                .edit()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build())
        : request;
  }

  private static <T extends HasMetadata> T read(RecordedRequest request, Class<T> kind) {
    return Serialization.unmarshal(new String(request.getBody().readByteArray(), UTF_8), kind);
  }

  private static RecordedRequest with(RecordedRequest request, HasMetadata object) {
    return new RecordedRequest(
        "HTTP/1.1",
        request.method(),
        request.getPath(),
        request.getHeaders(),
        new Buffer(Serialization.asJson(object).getBytes(UTF_8)));
  }
}
