package drover.ticket;

import graphql.GraphqlErrorException;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a Linear holds: one team with its states, issues with their comments and labels. */
final class LinearWorkspace {
  private static final Pattern UUID_4 =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  final Map<String, Map<String, Object>> issues = new LinkedHashMap<>();
  final Map<String, Map<String, Object>> comments = new LinkedHashMap<>();
  final List<Map<String, Object>> states = new ArrayList<>();
  final Map<String, Object> team = new HashMap<>(Map.of("id", "team-1", "key", "IX", "name", "Ix"));
  boolean succeeds = true;

  LinearWorkspace() {
    team.put("states", states);
    state("todo", "Todo", "unstarted");
    state("doing", "In Progress", "started");
    state("review", "In Review", "started");
    state("done", "Done", "completed");
  }

  void state(String id, String name, String type) {
    states.add(Map.of("id", id, "name", name, "type", type, "team", team));
  }

  Map<String, Object> stateOf(String id) {
    return states.stream().filter(state -> id.equals(state.get("id"))).findFirst().orElseThrow();
  }

  Map<String, DataFetcher<?>> roots() {
    return Map.of(
        "Query.issue",
        environment -> issue(environment.getArgument("id")),
        "Query.team",
        environment -> team,
        "Query.workflowStates",
        environment -> LinearSchema.page(states, environment),
        "Query.workflowState",
        environment -> stateOf(environment.getArgument("id")),
        "Query.comment",
        environment ->
            Optional.ofNullable(comments.get(environment.<String>getArgument("id")))
                .orElseThrow(() -> noEntity("Comment")),
        "Query.comments",
        environment -> LinearSchema.page(commentsFor(environment), environment),
        "Query.viewer",
        environment -> Map.of("id", "user-1", "name", "Drover"),
        "Mutation.commentCreate",
        this::createComment,
        "Mutation.issueUpdate",
        this::updateIssue);
  }

  /** By its id, its identifier, or one that it had before. */
  Map<String, Object> issue(String name) {
    return issues.values().stream()
        .filter(
            issue ->
                name.equals(issue.get("id"))
                    || name.equals(issue.get("identifier"))
                    || ((List<?>) issue.getOrDefault("previousIdentifiers", List.of()))
                        .contains(name))
        .findFirst()
        .orElseThrow(() -> noEntity("Issue"));
  }

  private List<Map<String, Object>> commentsFor(DataFetchingEnvironment environment) {
    Map<String, Object> filter = environment.getArgumentOrDefault("filter", Map.of());
    Object wanted = filter.get("id") instanceof Map<?, ?> id ? id.get("eq") : null;
    return comments.values().stream()
        .filter(comment -> wanted == null || comment.get("id").equals(wanted))
        .toList();
  }

  private Map<String, Object> createComment(DataFetchingEnvironment environment) {
    Map<String, Object> input = environment.getArgument("input");
    Map<String, Object> issue = issue((String) input.get("issueId"));
    String id = (String) input.getOrDefault("id", "11111111-1111-4111-8111-" + number());
    if (!UUID_4.matcher(id).matches()) {
      throw error("Argument Validation Error: id must be a UUID of version 4", "invalid input");
    }
    if (comments.containsKey(id)) {
      throw error("Entity Comment with id " + id + " already exists", "invalid input");
    }
    Map<String, Object> comment = new HashMap<>(input);
    comment.put("id", id);
    comment.put("issue", issue);
    comment.put("url", "https://linear.example/comment/" + id);
    comment.put("createdAt", "2026-11-01T10:00:00.000Z");
    comment.put("updatedAt", "2026-11-01T10:00:00.000Z");
    comments.put(id, comment);
    return payload("comment", comment);
  }

  private String number() {
    return "%012d".formatted(comments.size() + 1);
  }

  private Map<String, Object> updateIssue(DataFetchingEnvironment environment) {
    Map<String, Object> issue = issue(environment.getArgument("id"));
    Map<String, Object> input = environment.getArgument("input");
    if (input.containsKey("labelIds")) {
      throw error("this fake wants labels added and removed one by one", "invalid input");
    }
    if (input.containsKey("stateId")) {
      issue.put("state", stateOf((String) input.get("stateId")));
    }
    List<?> removed = (List<?>) input.getOrDefault("removedLabelIds", List.of());
    List<?> labels = (List<?>) issue.getOrDefault("labels", List.of());
    issue.put(
        "labels",
        labels.stream().filter(label -> !removed.contains(((Map<?, ?>) label).get("id"))).toList());
    return payload("issue", issue);
  }

  private Map<String, Object> payload(String name, Map<String, Object> value) {
    return Map.of("success", succeeds, "lastSyncId", 1, name, value);
  }

  private static GraphqlErrorException noEntity(String type) {
    return error(
        "Entity not found: %s - Could not find referenced %s.".formatted(type, type),
        "invalid input");
  }

  static GraphqlErrorException error(String message, String type) {
    return GraphqlErrorException.newErrorException()
        .message(message)
        .extensions(Map.of("type", type, "userError", true))
        .build();
  }
}
