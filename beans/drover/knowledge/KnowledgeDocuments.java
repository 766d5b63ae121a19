package drover.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import drover.http.HttpProblem;
import drover.http.IdempotencyKey;
import drover.http.OwnDocument;
import drover.json.MalformedJson;
import drover.json.WireJson;
import drover.run.Digests;
import drover.task.TaskRequest;
import drover.trigger.HostName;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * A new document of a client updates the client's skills. The same document of the same client is
 * the same update, unless the sender says by a key of its own that it is another one.
 */
public final class KnowledgeDocuments {
  private static final String SOURCE = "knowledge-base";

  /**
   * @throws MalformedJson when it is no JSON object, or has a field twice
   * @throws HttpProblem 400 when a field is missing or wrong
   */
  public TaskRequest read(@Header(IdempotencyKey.HEADER) @Nullable String key, @Body byte[] body) {
    JsonNode update = OwnDocument.read(body);
    String domain =
        WireJson.text(update, "domain")
            .flatMap(HostName::of)
            .orElseThrow(() -> wrong("domain", "the client's host name, such as acme.com"));
    String document =
        WireJson.text(update, "document")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> wrong("document", "the text that is new, or where it is"));
    return TaskRequest.heard(
            SOURCE,
            IdempotencyKey.of(key).orElseGet(() -> keyOf(domain, document)),
            SOURCE,
            "onboard-client")
        .saying(
            Optional.empty(),
            Map.of("domain", domain, "mode", "update-skills", "document", document));
  }

  private static String keyOf(String domain, String document) {
    return "sha256:" + Digests.sha256(domain + '\0' + document);
  }

  private static HttpProblem wrong(String field, String right) {
    return HttpProblem.badRequest(
        "the field %s is missing or wrong; it is %s".formatted(field, right));
  }
}
