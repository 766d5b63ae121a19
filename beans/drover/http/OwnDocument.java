package drover.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.WireJson;

/** A body whose form is ours: at most 1 MB, and no field twice. */
public final class OwnDocument {
  private static final int LARGEST = 1024 * 1024;

  private OwnDocument() {}

  /**
   * @throws HttpProblem 400 when it is too large
   * @throws drover.json.MalformedJson when it is no JSON object
   */
  public static ObjectNode read(byte[] body) {
    if (body.length > LARGEST) {
      throw HttpProblem.badRequest(
          "the body is larger than 1 MB: put material into the repository");
    }
    return WireJson.ours(body);
  }
}
