package drover.intake;

import drover.config.Secrets;
import drover.credential.ModelCredential;
import drover.task.InvalidTask;
import drover.task.Task;
import org.apache.camel.Body;

/** What a real run needs before anything of it begins; a rehearsal needs nothing. */
public final class Credentials {
  private final ModelCredential credential;

  public Credentials(ModelCredential credential) {
    this.credential = credential;
  }

  /**
   * @throws InvalidTask when the model's credential is missing
   */
  public Task check(@Body Task task) {
    if (task.isRehearsal()) {
      return task;
    }
    if (!credential.isThere()) {
      throw new InvalidTask(
          "%s is not set: make a token with \"claude setup-token\" and export it, or hand it over with"
                  .formatted(Secrets.SUBSCRIPTION_TOKEN)
              + " ./drover credential set claude, or rehearse with --rehearse");
    }
    return task;
  }
}
