package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The container of an MCP server: it begins before the agent and is ended by the cluster after it.
 * It shares a socket with the agent and nothing else: no process, no {@code /tmp}, no workspace.
 *
 * @param secret name of the turn's Secret
 */
record Sidecar(ServerSpec server, String secret) {
  private static final String ROOM = "1Mi";

  Container container(Pods pods, Scripts scripts) {
    String socket = server.socket().toString();
    List<String> arguments = new ArrayList<>(List.of(socket));
    arguments.addAll(server.argv());
    ContainerBuilder container =
        pods.small(server.container())
            .withRestartPolicy("Always")
            .withCommand(Scripts.command(scripts.serve()))
            .withArgs(Scripts.arguments("serve", arguments))
            .withEnv(Pods.plain(Map.of("HOME", "/tmp", "TMPDIR", "/tmp")))
            .addAllToEnv(variables())
            .withVolumeMounts(
                Pods.mount(server.container(), server.directory().toString()),
                Pods.mount(temporary(), "/tmp"))
            .withNewStartupProbe()
            .withNewExec()
            .withCommand("/bin/sh", "-c", "test -S \"$0\"", socket)
            .endExec()
            .withPeriodSeconds(1)
            .withTimeoutSeconds(5)
            .withFailureThreshold(60)
            .endStartupProbe();
    server.image().ifPresent(container::withImage);
    return container.build();
  }

  List<Volume> volumes(Pods pods) {
    return List.of(pods.emptyDir(server.container(), ROOM), pods.ownTemporary(temporary()));
  }

  /** For the agent: a socket can be used where nothing can be written. */
  VolumeMount door() {
    return Pods.readOnly(Pods.mount(server.container(), server.directory().toString()));
  }

  /** What the turn's Secret has to hold for it. */
  Map<String, String> secrets() {
    Map<String, String> values = new HashMap<>();
    server.secrets().forEach((variable, value) -> values.put(key(variable), value));
    return values;
  }

  private List<EnvVar> variables() {
    return server.secrets().keySet().stream()
        .sorted()
        .map(
            variable ->
                new EnvVarBuilder()
                    .withName(variable)
                    .withNewValueFrom()
                    .withNewSecretKeyRef(key(variable), secret, null)
                    .endValueFrom()
                    .build())
        .toList();
  }

  /** Another container may have a variable of the same name. */
  private String key(String variable) {
    return server.container() + "." + variable;
  }

  private String temporary() {
    return server.container() + "-tmp";
  }
}
