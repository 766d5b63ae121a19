package drover.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.effect.Unavailable;
import drover.run.RunEnded;
import drover.task.Mode;
import drover.ticket.Ticket.SubIssue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run knows of its ticket, and what it says where there is none. */
class TicketReadingTest {
  @TempDir private Path folder;
  private TicketBench bench;

  private TicketBench about(String ticket) {
    bench = TicketBench.about(folder, ticket);
    return bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Ticket read() {
    return bench.reading().read(bench.run);
  }

  private String refusal() {
    try {
      read();
    } catch (RunEnded e) {
      return e.reason();
    }
    throw new AssertionError("it was read");
  }

  @Test
  void a_ticket_is_read_with_its_sub_issues_in_order_and_its_comments_oldest_first() {
    about("IX-1")
        .linear
        .issue("IX-1", "Greet people", "In their own language.")
        .subIssue("IX-1", "IX-2", "In French")
        .subIssue("IX-1", "IX-3", "In German")
        .comment("IX-1", "Bob", "2026-02-01T00:00:00.000Z", "And in Danish.")
        .comment("IX-1", "Ann", "2026-01-01T00:00:00.000Z", "No abbreviations.");

    Ticket ticket = read();

    assertThat(ticket.summary()).isEqualTo("IX-1 \"Greet people\" (Todo, 2 sub-issues)");
    assertThat(ticket.subIssues())
        .containsExactly(new SubIssue("IX-2", "In French"), new SubIssue("IX-3", "In German"));
    assertThat(ticket.text())
        .containsSubsequence(
            "# IX-1: Greet people",
            "Labels: ai-ready, Bug",
            "In their own language.",
            "### IX-2: In French (Todo)",
            "About In French",
            "### IX-3",
            "### Ann, 2026-01-01",
            "No abbreviations.",
            "### Bob",
            "And in Danish.");
    assertThat(ticket.doneStateId()).isEqualTo("review");
    assertThat(ticket.readyLabelId()).isEqualTo("label-ready");
    assertThat(ticket.notices()).isEmpty();
  }

  @Test
  void lists_that_come_in_pages_are_read_to_their_end() {
    about("IX-1").linear.issue("IX-1", "Large", "Many parts.");
    for (int i = 0; i < 120; i++) {
      bench.linear.subIssue("IX-1", "IX-" + (1000 + i), "Part " + i);
    }
    assertThat(read().subIssues())
        .hasSize(120)
        .last()
        .isEqualTo(new SubIssue("IX-1119", "Part 119"));
  }

  @Test
  void however_long_a_ticket_is_its_text_has_a_bound_and_says_what_is_left_out() {
    about("IX-1").linear.issue("IX-1", "Long", "x".repeat(1_000_000));
    for (int i = 0; i < 70; i++) {
      bench.linear.comment(
          "IX-1", "Ann", "2026-01-01T00:00:%02d.000Z".formatted(i % 60), "y".repeat(9_000));
    }
    assertThat(read().text())
        .hasSizeLessThan(121_000)
        .contains("[... 970000 characters are left out]", "(the first 20 are left out)");
  }

  @Test
  void a_ticket_without_a_description_is_worked_on_by_its_title_and_people_are_told() {
    about("IX-1").linear.issue("IX-1", "Greet people", "");
    assertThat(read().text()).contains("Greet people", "its title is all there is");
    assertThat(bench.notices()).anyMatch(notice -> notice.contains("has no description"));
  }

  @Test
  void a_team_without_the_state_for_delivered_work_is_said_before_the_work() {
    about("IX-1").linear.issue("IX-1", "Greet", "Please.").withoutState("In Review");
    assertThat(read().doneStateId()).isEmpty();
    assertThat(bench.notices()).anyMatch(notice -> notice.contains("no state \\\"In Review\\\""));
  }

  @Test
  void a_ticket_that_was_moved_to_another_team_is_found_by_its_old_name() {
    about("OLD-7")
        .linear
        .issue("IX-1", "Greet", "Please.")
        .with("IX-1", "previousIdentifiers", List.of("OLD-7"));
    assertThat(read().identifier()).isEqualTo("IX-1");
  }

  @Test
  void a_ticket_that_is_not_there_ends_the_run_before_any_agent_starts() {
    about("IX-404");
    assertThat(refusal()).startsWith("no-ticket: there is no ticket IX-404");
  }

  @ParameterizedTest
  @CsvSource({"trashed, true", "archivedAt, 2026-01-01T00:00:00.000Z"})
  void a_ticket_that_was_taken_away_is_no_ticket(String field, String value) {
    about("IX-1").linear.issue("IX-1", "Greet", "Please.");
    bench.linear.with("IX-1", field, value.equals("true") ? true : value);
    assertThat(refusal()).startsWith("no-ticket:").contains("archived or deleted");
  }

  @Test
  void a_ticket_that_is_done_is_not_done_again() {
    about("IX-1").linear.issue("IX-1", "Greet", "Please.").in("IX-1", "done");
    assertThat(refusal())
        .isEqualTo("ticket-closed: IX-1 is in the state Done: move it back, then ./drover retry");
  }

  @Test
  void without_a_key_and_with_a_wrong_one_it_is_said_what_to_do() {
    about("IX-1").withoutKey();
    assertThat(refusal()).startsWith("ticket-unread: LINEAR_API_KEY is not set: make a key");
    bench.withKey("lin_api_wrong");
    assertThat(refusal()).startsWith("ticket-unread: Linear does not accept the key");
    bench.withKey("lin_api_\u00fc\n1");
    assertThat(refusal())
        .startsWith("ticket-unread: LINEAR_API_KEY holds characters")
        .doesNotContain("lin_api_");
  }

  @Test
  void an_oauth_token_is_sent_as_a_bearer() {
    about("IX-1").withKey("lin_oauth_fake").linear.issue("IX-1", "Greet", "Please.");
    assertThat(read().title()).isEqualTo("Greet");
  }

  @Test
  void while_linear_is_away_another_look_is_worth_while() {
    about("IX-1").with("DROVER_LINEAR_API_URL", "http://127.0.0.1:1/graphql");
    assertThatThrownBy(this::read)
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("Linear: it cannot be asked at http://127.0.0.1:1/graphql");
  }

  @Test
  void a_rehearsal_without_a_key_has_a_sample_ticket_and_says_so() {
    bench = new TicketBench(folder, Mode.REHEARSAL, "ABC-7").withoutKey();
    Ticket ticket = read();
    assertThat(ticket.identifier()).isEqualTo("ABC-7");
    assertThat(ticket.subIssues())
        .extracting(SubIssue::identifier)
        .containsExactly("ABC-8", "ABC-9");
    assertThat(ticket.title()).startsWith("Rehearsal:");
    assertThat(bench.linear.asked()).isEmpty();
    assertThat(bench.notices())
        .anyMatch(notice -> notice.contains("rehearsal: the ticket ABC-7 is a sample"));
  }

  @Test
  void a_rehearsal_needs_no_network_although_there_is_a_key() {
    bench = new TicketBench(folder, Mode.REHEARSAL, "ABC-7");
    bench.with("DROVER_LINEAR_API_URL", "http://127.0.0.1:1/graphql");
    assertThat(read().identifier()).isEqualTo("ABC-7");
  }
}
