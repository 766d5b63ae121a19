package drover.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts a turn is given hold the places the factory fills, and no other. */
class JobTextsTest {
  @ParameterizedTest
  @CsvSource({
    "jobs/publisher.prompt.md, base branch task",
    "jobs/agent.prompt.md, base branch job task",
    "jobs/journalist.prompt.md, base branch task",
    "jobs/onboard-client.prompt.md, base branch domain",
    "jobs/onboard-client.update-skills.prompt.md, base branch document domain",
    "steps/improve.prompt.md, cases",
    "jobs/solve-chatbot-issues.prompt.md, base most",
    "jobs/solve-chatbot-issue.prompt.md, base branch task",
    "steps/review.prompt.md, base head round rubric task",
    "steps/review-again.prompt.md, problem",
    "steps/fix.prompt.md, findings",
    "steps/look.prompt.md, base job task",
    "steps/heed-read-only.prompt.md, instruction who",
    "steps/heed-comments.prompt.md, comments url who",
    "steps/repair.prompt.md, check output",
  })
  void a_prompt_has_exactly_its_places(String file, String places) throws Exception {
    assertThat(found("\\$\\{([^}]*)}", "routes/" + file).stream().distinct().sorted())
        .containsExactly(places.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "publisher, substance accuracy sources structure style",
    "agent, fulfils-task correctness scope clarity",
    "solve-chatbot-issues, real cause order",
    "solve-chatbot-issue, mends-the-cause shown-by-a-test nothing-broken clarity",
    "onboard-client, correctness coverage honest-evaluation fit",
    "journalist, newsworthiness accuracy sources fairness clarity",
  })
  void a_rubric_says_what_0_3_and_5_mean_for_each_criterion(String job, String criteria)
      throws Exception {
    String rubric = "routes/jobs/" + job + ".rubric.md";

    assertThat(found("(?m)^## ([a-z-]+)\\n- 0: .+\\n- 3: .+\\n- 5: .+\\n", rubric))
        .containsExactly(criteria.split(" "));
    assertThat(found("(?m)^## (.*)", rubric)).hasSize(criteria.split(" ").length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publisher",
        "journalist",
        "analyst",
        "researcher",
        "reviewer",
        "qa",
        "security-auditor"
      })
  void an_agent_is_named_as_its_file_and_says_what_it_may_use(String agent) throws Exception {
    String file = "runtime-image/agents/" + agent + ".md";

    assertThat(
            found(
                "(?s)\\A---\\nname: ([a-z-]+)\\ndescription: [^\\n]+\\ntools: [^\\n]+\\nmodel: [a-z]+\\n---\\n",
                file))
        .containsExactly(agent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyst", "researcher", "reviewer", "qa", "security-auditor"})
  void who_is_asked_may_not_write(String agent) throws Exception {
    assertThat(found("(?m)^tools: (.*)", "runtime-image/agents/" + agent + ".md"))
        .singleElement()
        .asString()
        .doesNotContain("Write", "Edit", "Agent");
  }

  @Test
  void a_rehearsal_and_the_sample_blog_are_executable_where_they_must_be() {
    assertThat(Rehearsal.AGENT).isExecutable();
    assertThat(Rehearsal.BLOG.resolve("bin/build")).isExecutable();
    assertThat(Rehearsal.BLOG.resolveSibling("sample-onboard-client/bin/evaluate")).isExecutable();
  }

  private static List<String> found(String pattern, String file) throws Exception {
    String text = Files.readString(Path.of(file));
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }
}
