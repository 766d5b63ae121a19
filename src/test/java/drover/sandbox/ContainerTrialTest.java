package drover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.config.Settings;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.sandbox.Availability.Available;
import drover.sandbox.Availability.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether containers can be run is known by running one, and told before a run needs it. */
class ContainerTrialTest {
  private static final Path ROOT =
      Path.of(System.getProperty("drover.root", "")).toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  @NeedsSandbox
  void an_engine_that_starts_the_image_with_all_walls_is_available_and_nothing_is_left()
      throws IOException {
    Path engine = ROOT.resolve("src/test/resources/docker/docker");
    assertThat(tryOut(engine.toString(), "drover-test:1")).isInstanceOf(Available.class);
    try (var left = Files.list(folder.resolve("containers"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void an_image_that_is_not_there_is_named_with_how_it_is_made() throws IOException {
    Unavailable missing = missing("[ \"$1\" = version ]");
    assertThat(missing.why()).isEqualTo("there is no image other:2");
    assertThat(missing.mend()).startsWith("docker build --tag other:2 runtime-image");
  }

  @Test
  void an_engine_that_cannot_start_it_is_quoted() throws IOException {
    Unavailable missing = missing("[ \"$1\" != run ] || { echo 'no cgroups here' >&2; exit 126; }");
    assertThat(missing.why()).contains("cannot run the image other:2", "(no cgroups here)");
  }

  @Test
  void an_engine_that_is_not_there_is_said_to_be_missing() {
    assertThat(((Unavailable) tryOut("/nonexistent/docker", "other:2")).why())
        .isEqualTo("/nonexistent/docker is not there");
  }

  @Test
  void in_a_container_the_container_may_be_the_sandbox() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    assertThat(new OwnContainer(root, Map.of()).isThere()).isFalse();
    assertThat(new OwnContainer(root, Map.of("container", "podman")).isThere()).isTrue();
    Files.createFile(root.resolve(".dockerenv"));
    assertThat(new OwnContainer(root, Map.of()).isThere()).isTrue();
    assertThat(new Unavailable("why", "mend").inContainer().instead())
        .startsWith("add --no-sandbox, because this is a container");
  }

  private Unavailable missing(String script) throws IOException {
    Path engine = Files.writeString(folder.resolve("engine"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    return (Unavailable) tryOut(engine.toString(), "other:2");
  }

  private Availability tryOut(String engine, String image) {
    Map<String, String> environment =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "DOCKER_CONFIG",
            folder.toString(),
            "DROVER_DOCKER_COMMAND",
            engine,
            "DROVER_DOCKER_IMAGE",
            image);
    Settings settings = Configuration.load(Optional.empty(), environment).settings();
    return new ContainerEngine(
            settings.docker(),
            settings.sandbox(),
            ROOT.resolve("runtime-image/sandbox"),
            new CommandRunner(new ForkingLauncher(), Clock.system()),
            environment)
        .tryOut();
  }
}
