package drover.github.poll;

import static org.assertj.core.api.Assertions.assertThat;

import drover.github.access.GithubRepository;
import drover.ledger.Ledger;
import drover.ledger.Store;
import drover.ledger.Threads;
import drover.machine.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that look at one repository at the same time work on one issue of it. */
@Timeout(60)
class IssueClaimsTest {
  private static final int REPOSITORIES = 25;

  @TempDir private Path directory;

  @Test
  void of_two_issues_that_two_servers_reserve_at_once_one_is_worked_on() throws Exception {
    try (Ledger one = Ledger.open(Store.POSTGRES.at(directory));
        Ledger two = Ledger.open(Store.POSTGRES.at(directory))) {
      for (int n = 0; n < REPOSITORIES; n++) {
        String repository = "repository" + n;
        CyclicBarrier start = new CyclicBarrier(2);
        var first = Threads.start(() -> reserved(one, start, repository, 1));
        var second =
            Threads.start(() -> reserved(two, start, repository.toUpperCase(Locale.ROOT), 2));

        assertThat(Stream.of(first.result(), second.result()).filter(mine -> mine))
            .as(repository)
            .hasSize(1);
      }
      assertThat(one.read().issueClaims().standing()).hasSize(REPOSITORIES);
    }
  }

  @Test
  void the_same_issue_is_reserved_again_by_whoever_finds_it() {
    try (Ledger one = Ledger.open(Store.POSTGRES.at(directory));
        Ledger two = Ledger.open(Store.POSTGRES.at(directory))) {
      assertThat(new IssueClaims(one, Clock.system()).reserve(issue("blog", 1))).isTrue();
      assertThat(new IssueClaims(two, Clock.system()).reserve(issue("blog", 1))).isTrue();
      assertThat(new IssueClaims(two, Clock.system()).reserve(issue("blog", 2))).isFalse();
    }
  }

  private static boolean reserved(
      Ledger ledger, CyclicBarrier start, String repository, int number) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    return new IssueClaims(ledger, Clock.system()).reserve(issue(repository, number));
  }

  private static IssueCase issue(String repository, int number) {
    return IssueCase.of(
            new GithubRepository("acme", repository, "https://github.com/acme/" + repository),
            IssueCase.Thoroughness.FIRST_SHUT_GATE)
        .about(new SeenIssue(number, "", true, false, List.of("ready")))
        .labelledBy(new Labelling(100 + number, "ada", "User"));
  }
}
