package drover.cluster.step;

import drover.cluster.launch.TurnObjects;
import drover.config.Settings;
import drover.credential.HandOut;
import drover.turn.AgentCommands;
import drover.turn.AgentHome;
import drover.turn.ClaudeCommand;
import drover.turn.OpencodeCommand;
import drover.turn.RehearsalCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How agents are called in a pod: by the names that the image knows, with nothing of the
 * environment of this machine. The scripted agent of rehearsals is not in every image, so it is
 * brought along.
 */
public final class ClusterAgents {
  private static final String SCRIPT = "agent";
  private static final String REHEARSAL = "DROVER_REHEARSAL_";

  private final AgentCommands commands;
  private final Path rehearsal;

  /**
   * @param runtimeImage directory of the installation
   * @param environment of this process, of which a rehearsal gets its part
   */
  public ClusterAgents(
      Settings settings,
      HandOut claude,
      HandOut opencode,
      Path runtimeImage,
      Map<String, String> environment) {
    this.rehearsal = runtimeImage.resolve("rehearsal").resolve(SCRIPT);
    Map<String, String> ofRehearsal = new HashMap<>(environment);
    ofRehearsal.keySet().removeIf(name -> !name.startsWith(REHEARSAL));
    this.commands =
        new AgentCommands(
            new ClaudeCommand(settings.claude(), claude, Map.of()),
            new OpencodeCommand(
                settings.opencode(),
                opencode,
                new AgentHome(runtimeImage.resolve("agents")),
                Map.of()),
            new RehearsalCommand(Path.of(TurnObjects.FILES, SCRIPT), ofRehearsal));
  }

  public AgentCommands commands() {
    return commands;
  }

  /** Files that a rehearsal needs in its pod, by name. */
  Map<String, String> filesOfRehearsal() {
    try {
      return Map.of(SCRIPT, Files.readString(rehearsal));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + rehearsal, e);
    }
  }
}
