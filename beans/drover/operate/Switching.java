package drover.operate;

import drover.dispatch.KillSwitch;
import drover.operate.Asked.Paused;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** The kill switch, as a request sees it: {@code docs/schemas/kill-switch.schema.json}. */
public final class Switching {
  private final KillSwitch killSwitch;

  public Switching(KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
  }

  public KillSwitch.Standing standing() {
    return killSwitch.standing();
  }

  /**
   * @throws drover.http.HttpProblem 400 when it does not say where the switch is to stand
   */
  public KillSwitch.Standing turn(@Variable("who") String who, @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    return asked.paused() == Paused.YES
        ? killSwitch.pause(who, asked.why())
        : killSwitch.resume(who, asked.why());
  }
}
