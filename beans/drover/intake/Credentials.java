package drover.intake;

import drover.config.Secrets;
import drover.credential.ModelCredentials;
import drover.task.InvalidTask;
import drover.task.Task;
import org.apache.camel.Body;

/** What a real run needs before anything of it begins; a rehearsal needs nothing. */
public final class Credentials {
  private final ModelCredentials credentials;

  public Credentials(ModelCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * @throws InvalidTask when the model's credential is missing
   */
  public Task check(@Body Task task) {
    if (task.isRehearsal()) {
      return task;
    }
    if (!credentials.of(task.worker()).isThere()) {
      throw new InvalidTask(
          switch (task.worker()) {
            case CLAUDE ->
                "%s is not set: make a token with \"claude setup-token\" and export it, or hand it over with"
                        .formatted(Secrets.SUBSCRIPTION_TOKEN)
                    + " ./drover credential set claude, or rehearse with --rehearse";
            case OPENCODE ->
                "%s is not set: export an API key of the provider that drover.opencode.model names, or hand it over with"
                        .formatted(Secrets.OPENCODE_KEY)
                    + " ./drover credential set opencode, or rehearse with --rehearse";
          });
    }
    return task;
  }
}
