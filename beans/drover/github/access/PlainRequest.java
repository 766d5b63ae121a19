package drover.github.access;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.connector.GitHubConnectorRequest;

/** A request without a body, of something that hub4j has no method for. */
record PlainRequest(String method, URI address, String bearer) implements GitHubConnectorRequest {
  private static final String MEDIA_TYPE = "application/vnd.github+json";

  static PlainRequest get(URI address, String bearer) {
    return new PlainRequest("GET", address, bearer);
  }

  static PlainRequest post(URI address, String bearer) {
    return new PlainRequest("POST", address, bearer);
  }

  @Override
  public Map<String, List<String>> allHeaders() {
    return Map.of(
        "Accept", List.of(MEDIA_TYPE),
        "Authorization", List.of("Bearer " + bearer));
  }

  @Override
  public String header(String name) {
    return Optional.ofNullable(allHeaders().get(name)).map(List::getFirst).orElse("");
  }

  @Override
  public String contentType() {
    return MEDIA_TYPE;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(new byte[0]);
  }

  @Override
  public URL url() {
    try {
      return address.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no address to ask: " + address, e);
    }
  }

  @Override
  public boolean hasBody() {
    return false;
  }

  @Override
  public String toString() {
    return method + " " + address;
  }
}
