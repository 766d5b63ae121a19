package drover.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Linear's own client cannot tell our fake from Linear. */
@NeedsNode
class FakeLinearTest {

  @Test
  void the_official_client_reads_a_ticket_comments_on_it_once_and_moves_it() {
    try (FakeLinear linear = FakeLinear.start()) {
      linear.issue("IX-1", "Greet", "In French.").subIssue("IX-1", "IX-2", "Bonjour");

      JsonNode done =
          NodePackages.ask(
              "linear-client.mjs",
              Map.of(
                  "url",
                  linear.url(),
                  "key",
                  FakeLinear.KEY,
                  "issue",
                  "IX-1",
                  "comment",
                  CommentId.of("any"),
                  "state",
                  "In Review"));

      assertThat(done.path("title").asText()).isEqualTo("Greet");
      assertThat(done.path("team").asText()).isEqualTo("IX");
      assertThat(done.path("children").path(0).asText()).isEqualTo("IX-2");
      assertThat(done.path("commented").asBoolean()).isTrue();
      assertThat(done.path("refused").asText()).isEqualTo("InvalidInput");
      assertThat(done.path("missing").asText()).isEqualTo("InvalidInput");
      assertThat(done.path("moved").asBoolean()).isTrue();
      assertThat(done.path("state").asText()).isEqualTo("In Review");
      assertThat(linear.comments()).containsExactly("from the SDK");
    }
  }
}
