package drover.github.fake;

import static org.assertj.core.api.Assertions.assertThat;

import drover.npm.NeedsNode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fake's answers are made of, and whether the judge judges. */
@NeedsNode
class OfficialExamplesTest {
  private static final com.fasterxml.jackson.databind.node.MissingNode NOTHING =
      com.fasterxml.jackson.databind.node.MissingNode.getInstance();

  @ParameterizedTest
  @CsvSource({
    "GET, /app, 200, integration, owner",
    "GET, /app/installations/1, 200, base-installation, permissions",
    "POST, /app/installations/1/access_tokens, 201, installation-token, token",
    "GET, /repos/o/r/issues/1, 200, issue, number",
    "POST, /repos/o/r/issues/1/comments, 201, issue-comment, html_url",
    "GET, /repos/o/r/git/ref/heads/a/b, 200, git-ref, object",
  })
  void an_example_is_as_described_until_something_is_missing(
      String method, String path, int status, String example, String needed) {
    OfficialApi api = OfficialApi.get();
    FakeRequest request = new FakeRequest(method, path, path, Map.of(), Map.of(), NOTHING);
    var body = api.example(example);
    assertThat(api.problems(request, FakeAnswer.of(status, body))).isEmpty();
    body.remove(needed);
    assertThat(api.problems(request, FakeAnswer.of(status, body))).isNotEmpty();
  }
}
