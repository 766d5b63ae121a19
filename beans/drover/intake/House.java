package drover.intake;

import drover.task.Mode;
import drover.task.TaskRequest;
import org.apache.camel.Body;

/**
 * The house rule of a server: one that rehearses makes a rehearsal of whatever it hears.
 *
 * @param mode of every run
 */
public record House(Mode mode) {
  public TaskRequest receive(@Body TaskRequest request) {
    return request.in(mode);
  }
}
