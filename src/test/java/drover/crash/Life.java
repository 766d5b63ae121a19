package drover.crash;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One life of one story's factory.
 *
 * @param directory of the story
 * @param number from 0; the fate of that number is this life's
 */
public record Life(
    Story story,
    Path directory,
    Path installation,
    Optional<GithubPlace> github,
    Optional<Path> kubeconfig,
    int number) {

  Grounds grounds() {
    return new Grounds(directory, installation, github, kubeconfig);
  }

  boolean hasFate() {
    return number < story.fates().size();
  }

  Fate fate() {
    return story.fates().get(number);
  }

  /** Whether somebody cancelled the first run after the life before this one was killed. */
  boolean beginsWithCancel() {
    return number > 0
        && number <= story.fates().size()
        && story.fates().get(number - 1).kind() == Fate.Kind.KILL_THEN_CANCEL;
  }
}
