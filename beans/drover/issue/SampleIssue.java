package drover.issue;

import drover.issue.IssueText.Said;
import drover.json.Json;
import drover.turn.Texts;
import java.util.List;

/** The issue of rehearsals, under the name that was asked for: composed, nobody wrote it. */
final class SampleIssue {
  private static final String FILE = "jobs/implement-issue.sample.json";

  private record Comment(String author, String at, String body) {}

  private record Sample(String title, String body, List<String> labels, List<Comment> comments) {}

  private final Texts texts;

  SampleIssue(Texts texts) {
    this.texts = texts;
  }

  Issue named(String repository, int number) {
    Sample sample = Json.read(texts.get(FILE), Sample.class);
    List<Said> comments =
        sample.comments().stream()
            .map(one -> new Said(one.author(), one.at(), one.body()))
            .toList();
    return new Issue(
        repository,
        "",
        number,
        sample.title(),
        "",
        IssueText.of(
            repository + "#" + number, sample.title(), sample.labels(), sample.body(), comments),
        List.of());
  }
}
