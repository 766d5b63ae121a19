package drover.linear;

import com.fasterxml.jackson.databind.JsonNode;
import drover.trigger.Words;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an event of an issue says that a label has just been put on, not only that it is there:
 * an issue that was created with it, or an update that lists it now and did not before. {@code
 * updatedFrom} holds the old values of what an update changed and nothing else.
 */
final class LabelTransition {
  private final String label;

  LabelTransition(String label) {
    this.label = label;
  }

  /** Why the event is none; empty where it is one. */
  Optional<String> whyNot(JsonNode event) {
    String action = Words.in(event, "action").orElse("nothing");
    return switch (action) {
      case "create" ->
          ids(event).findAny().isPresent()
              ? Optional.empty()
              : Optional.of("the issue was created without the label " + label);
      case "update" -> whyNoneInUpdate(event);
      default -> Optional.of("of an issue %s starts nothing".formatted(action));
    };
  }

  private Optional<String> whyNoneInUpdate(JsonNode event) {
    JsonNode before = event.path("updatedFrom").path("labelIds");
    if (!before.isArray() && !before.isNull()) {
      return Optional.of("the labels of the issue did not change");
    }
    JsonNode now = event.path("data").path("labelIds");
    return ids(event).anyMatch(id -> holds(now, id) && !holds(before, id))
        ? Optional.empty()
        : Optional.of("the label %s was not put on".formatted(label));
  }

  /** Of the label; another team may have one of the same name. */
  private Stream<String> ids(JsonNode event) {
    return event
        .path("data")
        .path("labels")
        .valueStream()
        .filter(one -> one.path("name").asText().equals(label))
        .map(one -> one.path("id").asText());
  }

  private static boolean holds(JsonNode list, String id) {
    return list.valueStream().anyMatch(one -> one.asText().equals(id));
  }
}
