package drover.intake;

import drover.config.Secrets;
import drover.task.InvalidTask;
import drover.task.Task;
import org.apache.camel.Body;

/** What a real run needs before anything of it begins; a rehearsal needs nothing. */
public final class Credentials {
  private final Secrets secrets;

  public Credentials(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @throws InvalidTask when the model's credential is missing
   */
  public Task check(@Body Task task) {
    if (task.isRehearsal()) {
      return task;
    }
    if (secrets.find(Secrets.SUBSCRIPTION_TOKEN).isEmpty()) {
      throw new InvalidTask(
          "%s is not set: make a token with \"claude setup-token\" and export it, or rehearse with --rehearse"
              .formatted(Secrets.SUBSCRIPTION_TOKEN));
    }
    return task;
  }
}
