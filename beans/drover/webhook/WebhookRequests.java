package drover.webhook;

import drover.http.HttpProblem;
import drover.http.IdempotencyKey;
import drover.http.OwnDocument;
import drover.task.TaskRequest;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /webhook}: {@code docs/schemas/webhook.schema.json}. */
public final class WebhookRequests {
  private static final String SOURCE = "webhook";

  private final TaskForm form;

  public WebhookRequests(TaskForm form) {
    this.form = form;
  }

  /**
   * @param key names the request for good; empty: it is a new one each time
   * @throws HttpProblem 400 for whatever is wrong with its form
   * @throws drover.json.MalformedJson when the body is no JSON object
   */
  public TaskRequest read(@Body byte[] body, @Header(IdempotencyKey.HEADER) @Nullable String key) {
    return form.read(
        OwnDocument.read(body),
        SOURCE,
        IdempotencyKey.of(key).orElseGet(() -> UUID.randomUUID().toString()),
        SOURCE);
  }
}
