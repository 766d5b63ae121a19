package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import drover.deliver.News;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.run.RunExecution;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * The effect {@code ticket-comment}: what is said on a ticket. Its natural key is the comment's id,
 * which is made here, from the run, its attempt and the occasion.
 */
public final class TicketComment {
  private final LinearApi api;

  public TicketComment(LinearApi api) {
    this.api = api;
  }

  /** What is to be there. */
  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("ticket") Ticket ticket,
      @Variable("news") News news) {
    String attempt = Integer.toString(run.claim().attempt());
    String id = CommentId.of(run.id(), attempt, news.occasion());
    return Intent.of(
        "ticket-comment",
        "ticket-comment:" + id,
        Map.of("id", id, "issueId", ticket.id(), "body", news.body()));
  }

  /**
   * The comment, if it is there.
   *
   * @throws Unavailable when Linear cannot say now
   * @throws Refused when it will not say
   */
  public Optional<Receipt> find(
      @Variable("run") RunExecution run, @Variable("intent") Intent intent) {
    return find(Json.tree(intent.request()).path("id").asText());
  }

  /**
   * Puts it there.
   *
   * @throws Unavailable when it may be there, or another try may put it there
   * @throws Refused when Linear does not take it
   */
  public Receipt send(@Variable("run") RunExecution run, @Variable("intent") Intent intent) {
    JsonNode input = Json.tree(intent.request());
    try {
      JsonNode answer =
          api.ask(LinearQuestions.COMMENT_CREATE, Map.of("input", input)).path("commentCreate");
      if (!answer.path("success").asBoolean()) {
        throw Unavailable.now("Linear", "it did not put the comment there");
      }
      return new Receipt(answer.path("comment").path("url").asText(), "commented");
    } catch (NotThere e) {
      throw new Refused("the ticket is not there any more: " + e.getMessage());
    } catch (Refused e) { // what it says about an id that is taken is documented nowhere
      return find(input.path("id").asText()).orElseThrow(() -> e);
    }
  }

  private Optional<Receipt> find(String id) {
    JsonNode comment =
        api.ask(LinearQuestions.COMMENT, Map.of("id", id)).path("comments").path("nodes").path(0);
    return comment.isObject()
        ? Optional.of(new Receipt(comment.path("url").asText(), "it was there already"))
        : Optional.empty();
  }
}
