package drover.cli;

import drover.cli.DoctorCommand.Finding;
import drover.config.Settings;
import drover.factory.Site;
import drover.machine.CommandRunner;
import drover.sandbox.Availability.Available;
import drover.sandbox.Availability.Unavailable;
import drover.sandbox.ContainerEngine;

/** What {@code doctor} says of the containers that runs may work in. */
final class ContainerFinding {
  private static final String NAME = "containers";

  private ContainerFinding() {}

  static Finding of(Site site, Settings settings, CommandRunner commands) {
    ContainerEngine engine =
        new ContainerEngine(
            settings.docker(),
            settings.sandbox(),
            site.installation().resolve("runtime-image/sandbox"),
            commands,
            site.environment());
    return switch (engine.tryOut()) {
      case Available works ->
          new Finding(
              NAME,
              "ok",
              "%s runs the image %s"
                  .formatted(settings.docker().command(), settings.docker().image()),
              "");
      case Unavailable missing ->
          new Finding(NAME, "absent", missing.why(), "for --executor docker: " + missing.mend());
    };
  }
}
