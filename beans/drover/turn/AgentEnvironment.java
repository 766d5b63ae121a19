package drover.turn;

import drover.run.RunExecution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What every agent finds in its environment. It begins empty: the operator's credentials are not
 * handed to the agent. One that is not confined can still look for them.
 */
final class AgentEnvironment {
  /** How programs find each other and the network on this machine; nothing of it is a secret. */
  private static final List<String> PASSED_ON =
      List.of("PATH", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS");

  private static final List<String> CERTIFICATES =
      List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS");

  private final Map<String, String> ofThisProcess;

  AgentEnvironment(Map<String, String> ofThisProcess) {
    this.ofThisProcess = Map.copyOf(ofThisProcess);
  }

  /** Files and directories that the environment names, as far as they are there. */
  List<Path> certificates() {
    return CERTIFICATES.stream()
        .flatMap(name -> Stream.ofNullable(ofThisProcess.get(name)))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  Map<String, String> of(RunExecution run, Purpose purpose) {
    Map<String, String> environment = new HashMap<>();
    PASSED_ON.forEach(
        name -> {
          if (ofThisProcess.containsKey(name)) {
            environment.put(name, ofThisProcess.get(name));
          }
        });
    String identity = run.task().agent() + "-agent";
    environment.put("HOME", run.directory().resolve(purpose.home()).toString());
    environment.put("GIT_AUTHOR_NAME", identity);
    environment.put("GIT_COMMITTER_NAME", identity);
    environment.put("GIT_AUTHOR_EMAIL", identity + "@noreply");
    environment.put("GIT_COMMITTER_EMAIL", identity + "@noreply");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_SSH_COMMAND", "/bin/false"); // ssh finds the operator's keys without HOME
    return environment;
  }
}
