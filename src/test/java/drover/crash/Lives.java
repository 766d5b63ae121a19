package drover.crash;

import java.util.List;

/** Lives of several stories that share one JVM, and so one {@code kill -9}. */
public record Lives(List<Life> lives) {
  public Lives {
    lives = List.copyOf(lives);
  }
}
