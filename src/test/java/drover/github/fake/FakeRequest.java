package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request to the fake's API.
 *
 * @param path below the base of the API; of a repository always by its name
 * @param askedPath as it was asked
 * @param query decoded
 * @param headers with names in lower case
 * @param body missing where there is none
 */
record FakeRequest(
    String method,
    String path,
    String askedPath,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode body) {

  FakeRequest at(String otherPath) {
    return new FakeRequest(method, otherPath, askedPath, query, headers, body);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(query.getOrDefault(name, "" + otherwise));
  }
}
