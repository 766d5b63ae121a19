package drover.credential;

import java.util.Optional;

/** Where an agent's credential comes from. */
@FunctionalInterface
public interface HandOut {
  /** The one to be used now by a turn of this run. */
  Optional<String> handOutTo(String run);
}
