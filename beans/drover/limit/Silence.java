package drover.limit;

import drover.follow.Pulse;
import drover.follow.Pulse.Doing;
import drover.follow.Pulse.Nothing;
import drover.follow.Pulse.RunningTool;
import drover.follow.Pulse.WaitingForModel;
import java.time.Duration;
import java.time.Instant;

/** How long a live agent has brought nothing new, and what it was doing meanwhile. */
final class Silence {
  private final Pulse pulse;
  private long progress;
  private Instant since;
  private Doing doing;
  private Instant doingSince;

  Silence(Pulse pulse, Instant now) {
    this.pulse = pulse;
    this.progress = pulse.progress();
    this.since = now;
    this.doing = pulse.doing();
    this.doingSince = now;
  }

  /** To be called whenever a line may have come. */
  void look(Instant now) {
    if (!pulse.doing().equals(doing)) {
      doing = pulse.doing();
      doingSince = now;
    }
    if (pulse.progress() != progress) {
      progress = pulse.progress();
      since = now;
    }
  }

  /** When the last thing came that was new. */
  Instant since() {
    return since;
  }

  Duration lasting(Instant now) {
    return Duration.between(since, now);
  }

  String cause() {
    return switch (doing) {
      case RunningTool tool -> "a tool is running since %s: %s".formatted(doingSince, tool.name());
      case WaitingForModel model -> "the agent waits for the model since " + doingSince;
      case Nothing nothing -> "the agent neither waits for the model nor runs a tool";
    };
  }
}
