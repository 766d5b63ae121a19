package drover.github.review;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kohsuke.github.GHRepository;

/** Sorts what was said by who said it; everybody is asked for once. */
final class Tally {
  private final Speakers speakers;
  private final Set<String> told;
  private final List<ReviewComment> comments = new ArrayList<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();

  Tally(GHRepository here, String own, Set<String> told) {
    this.speakers = new Speakers(here, own);
    this.told = told;
  }

  List<ReviewComment> comments() {
    return List.copyOf(comments);
  }

  Map<String, Integer> leftOut() {
    return Map.copyOf(leftOut);
  }

  void add(ReviewComment said, Speakers.Author author) throws IOException {
    if (told.contains(said.name()) || Speaker.isOurs(said.text())) {
      return; // handed on before, or nobody's but ours
    }
    Speakers.Heard heard = speakers.of(author);
    if (heard.speaker() == Speaker.TRUSTED) {
      comments.add(by(heard.login(), said));
    } else {
      leftOut.merge(heard.speaker().word(), 1, Integer::sum);
    }
  }

  private static ReviewComment by(String author, ReviewComment said) {
    return new ReviewComment(
        said.kind(),
        said.id(),
        said.thread(),
        author,
        said.path(),
        said.line(),
        said.url(),
        said.text());
  }
}
