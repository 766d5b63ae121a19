package drover.cluster.launch;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One invocation of an agent, as a Job is made of it.
 *
 * @param home folder of the volume that is the agent's HOME
 * @param argv program and arguments, by their names in the image
 * @param environment of the agent; nothing secret
 * @param secrets the rest of it: the model's credential
 * @param prompt what it reads on standard input
 * @param files that it finds under {@link TurnObjects#FILES}, by name; programs and settings
 * @param servers that run beside it
 * @param deadline after which the cluster ends it, whatever the factory does
 */
public record TurnSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    int turn,
    int invocation,
    Checkout checkout,
    String home,
    List<String> argv,
    Map<String, String> environment,
    Map<String, String> secrets,
    String prompt,
    Map<String, String> files,
    List<ServerSpec> servers,
    Duration deadline) {
  public TurnSpec {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    files = Map.copyOf(files);
    servers = List.copyOf(servers);
  }

  /** Name of the Job. */
  public String name() {
    return run.turnJob(turn, invocation);
  }

  @Override
  public String toString() {
    return name();
  }
}
