package drover.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all commits of a branch together change.
 *
 * @param sizes bytes by name of object
 * @param targets of links, by name of object; those of a sensible length
 * @param lines added and removed, together
 */
record Sum(List<Change> changes, Map<String, Long> sizes, Map<String, String> targets, long lines) {
  Sum {
    changes = List.copyOf(changes);
  }

  /** 0 where nothing is there any more. */
  long sizeOf(Change change) {
    return sizes.getOrDefault(change.newObject(), 0L);
  }

  /** Where a link leads; empty where its text is too long for a path. */
  Optional<String> targetOf(Change change) {
    return Optional.ofNullable(targets.get(change.newObject()));
  }
}
