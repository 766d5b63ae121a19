package drover.operate;

import drover.http.Answer;
import drover.http.HttpProblem;
import drover.json.Json;
import drover.redact.Redactor;
import org.apache.camel.Body;

/** What is shown, as an answer: no secret leaves with it. */
public final class Documents {
  private final Redactor redactor;

  public Documents(Redactor redactor) {
    this.redactor = redactor;
  }

  public Answer of(@Body Object document) {
    return new Answer(200, "application/json", redactor.redact(Json.write(document)), "", "");
  }

  /**
   * @throws HttpProblem 503, always
   */
  public Answer stats() {
    throw HttpProblem.notBuilt("statistics are not available in this version");
  }
}
