package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Long lists come in pages; the next one is asked for by the id of the repository, as recorded. */
final class Pages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;

  Pages(String base) {
    this.base = base;
  }

  FakeAnswer page(FakeRequest request, FakeRepository here, List<JsonNode> all) {
    int size = request.number("per_page", 30);
    int page = request.number("page", 1);
    ArrayNode part = JSON.createArrayNode();
    all.stream().skip((long) (page - 1) * size).limit(size).forEach(part::add);
    FakeAnswer answer = FakeAnswer.of(200, part);
    if ((long) page * size >= all.size()) {
      return answer;
    }
    Map<String, String> next = new TreeMap<>(request.query());
    next.put("page", "" + (page + 1));
    String path = request.path().replaceFirst("^/repos/[^/]+/[^/]+", "/repositories/" + here.id());
    return answer.with("Link", "<%s%s?%s>; rel=\"next\"".formatted(base, path, encoded(next)));
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
