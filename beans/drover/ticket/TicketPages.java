package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of Linear, which come in pages. */
final class TicketPages {
  private static final int MOST_PAGES = 20;

  private final LinearApi api;

  TicketPages(LinearApi api) {
    this.api = api;
  }

  /** All of a list, as far as the bound of {@value #MOST_PAGES} pages goes. */
  record All(List<JsonNode> nodes, boolean complete) {}

  /**
   * @param question takes {@code id} and {@code after}
   * @param owner field of the answer that has the list
   * @param list name of the list
   */
  All of(String question, String id, String owner, String list) {
    List<JsonNode> nodes = new ArrayList<>();
    Map<String, String> variables = new HashMap<>(Map.of("id", id));
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode connection = api.ask(question, variables).path(owner).path(list);
      connection.path("nodes").forEach(nodes::add);
      JsonNode info = connection.path("pageInfo");
      String next = info.path("endCursor").asText("");
      if (!info.path("hasNextPage").asBoolean() || next.equals(variables.put("after", next))) {
        return new All(nodes, true);
      }
    }
    return new All(nodes, false);
  }
}
