package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.machine.NeedsPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Turns in containers: the same runs as in a sandbox, and no container is left over. The engine is
 * a stand-in that refuses a container without its walls, and whose containers outlive their
 * starter.
 */
@Execution(ExecutionMode.CONCURRENT)
@NeedsPrograms({"bwrap", "bash"})
class DockerExecutorIT {
  private static final Path ENGINE = Installation.ROOT.resolve("src/test/resources/docker/docker");

  @TempDir private Path directory;
  private Desk desk;
  private Path source;

  @BeforeEach
  void sitDown() throws IOException {
    Files.createDirectories(directory.resolve("engine"));
    Files.setPosixFilePermissions( // an engine is somebody else
        directory, PosixFilePermissions.fromString("rwx--x--x"));
    desk =
        new Desk(directory)
            .with("DROVER_DOCKER_COMMAND", ENGINE)
            .with("DROVER_DOCKER_IMAGE", "drover-test:1")
            .with("DOCKER_CONFIG", directory.resolve("engine"));
    source = Repository.blog(directory.resolve("source")).path();
  }

  @AfterEach
  void leave() throws IOException {
    desk.close();
    assertThat(containers()).isEmpty();
  }

  @Test
  void a_run_in_containers_is_delivered_like_any_other() throws IOException {
    Said said = desk.drover(publish("--json")).succeeded();

    assertThat(said.text("outcome")).isEqualTo("delivered");
    assertThat(said.text("executor")).isEqualTo("docker");
    assertThat(Files.readAllLines(directory.resolve("engine/started")))
        .as("turns, checks and reviews")
        .hasSizeGreaterThan(5);
  }

  @Test
  void the_container_of_a_killed_factory_is_gone_after_retry() throws IOException {
    desk.misbehaving("hang-once");
    Live live = desk.start(publish());
    String run = live.run();
    live.awaitLine("agent started");
    assertThat(containers()).singleElement().asString().contains(run, "turn-1-1");
    live.kill();
    live.end();
    assertThat(containers()).as("it outlives its factory").hasSize(1);

    desk.drover("retry", run, "--json").succeeded();

    JsonNode turn = desk.show(run).path("turns").path(0);
    assertThat(turn.path("outcome").asText()).isIn("lost", "succeeded");
  }

  @Test
  void an_agent_that_ignores_signals_does_not_outlive_ctrl_c() throws IOException {
    desk.misbehaving("hang");
    Live live = desk.start(publish());
    live.awaitLine("agent started");
    live.interrupt();

    assertThat(live.end().status()).isEqualTo(130);
    assertThat(containers()).isEmpty();
  }

  @Test
  void somebody_else_may_cancel_what_a_dead_factory_left() throws IOException {
    desk.misbehaving("hang");
    Live live = desk.start(publish());
    String run = live.run();
    live.awaitLine("agent started");
    live.kill();
    live.end();

    desk.drover("cancel", run).succeeded();

    assertThat(containers()).isEmpty();
  }

  @Test
  void what_is_missing_is_said_before_anything_begins() {
    Said noImage =
        new Desk(directory)
            .with("DROVER_DOCKER_COMMAND", ENGINE)
            .with("DROVER_DOCKER_IMAGE", "not-there:1")
            .with("DOCKER_CONFIG", directory.resolve("engine"))
            .drover(publish());
    Said noEngine =
        new Desk(directory).with("DROVER_DOCKER_COMMAND", "no-engine-here").drover(publish());

    noImage.complained(2);
    assertThat(noImage.err()).contains("there is no image not-there:1", "docker build --tag");
    noEngine.complained(2);
    assertThat(noEngine.err()).contains("no-engine-here is not there", "install Docker or Podman");
    assertThat(desk.drover(publish("--no-sandbox")).complained(2).err())
        .contains("the executor docker is a sandbox");
  }

  private String[] publish(String... more) {
    return Stream.concat(
            Stream.of(
                "run",
                "publisher",
                "x",
                "--rehearse",
                "--executor",
                "docker",
                "--repo",
                source + ""),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private List<Path> containers() throws IOException {
    Path folder = directory.resolve("engine/containers");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    }
  }
}
