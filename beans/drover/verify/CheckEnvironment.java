package drover.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a check finds in its environment: how to find programs, and nothing worth stealing. */
final class CheckEnvironment {
  private static final List<String> PASSED_ON = List.of("PATH", "LANG", "TZ", "JAVA_HOME");

  private CheckEnvironment() {}

  static Map<String, String> from(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().retainAll(PASSED_ON);
    variables.put("HOME", "/nonexistent");
    variables.put("GIT_CONFIG_NOSYSTEM", "1");
    variables.put("GIT_SSH_COMMAND", "/bin/false"); // ssh finds the operator's keys without HOME
    variables.put("CI", "true");
    return variables;
  }
}
