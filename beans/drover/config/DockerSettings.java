package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Containers in which turns and checks run.
 *
 * @param command the engine's command line program, docker or podman
 * @param image with the agents' programs
 * @param cpus of all processes of a container together
 */
public record DockerSettings(String command, String image, double cpus) {
  @JsonCreator
  static DockerSettings read(
      @JsonProperty("command") String command,
      @JsonProperty("image") String image,
      @JsonProperty("cpus") double cpus) {
    return new DockerSettings(command, image, cpus);
  }

  /** Whether containers belong to whoever starts them, and not to a service of root. */
  public boolean isPodman() {
    return command.substring(command.lastIndexOf('/') + 1).startsWith("podman");
  }
}
