package drover.guard;

import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whoever reaches a container engine's socket is root on the machine. */
final class ContainerRule implements CommandRule {
  private static final Denied DENIED =
      new Denied(
          Rule.CONTAINER_SOCKET,
          "The socket of a container engine must not be used. Run what you need as an ordinary"
              + " program in the workspace, or say what should be run in a container.");
  private static final Pattern SOCKET =
      Pattern.compile(
          ".*(^|[/:=@])(docker|podman|containerd|crio|buildkitd|dockershim)\\.sock([:,;].*)?");
  private static final Pattern ENGINE_ADDRESS =
      Pattern.compile("(DOCKER|CONTAINER|PODMAN|BUILDKIT)_HOST=.+");
  private static final Set<String> ENGINES =
      Set.of("docker", "podman", "nerdctl", "docker-compose", "buildah", "ctr", "crictl");
  private static final Pattern WAY_OUT =
      Pattern.compile(
          "-H.*|--host(=.*)?|--url(=.*)?|--privileged(=true)?|--pid=host|--userns=host"
              + "|(-v|--volume=)?/:.*|.*(src|source)=/,.*|--cap-add=(ALL|SYS_ADMIN)");

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    return calls.stream().anyMatch(ContainerRule::reaches) ? Optional.of(DENIED) : Optional.empty();
  }

  private static boolean reaches(Call call) {
    boolean names =
        Stream.concat(Mentions.of(call), call.assigned().stream())
            .anyMatch(word -> isSocket(call, word));
    boolean addresses =
        Stream.concat(call.assigned().stream(), assignedByArguments(call))
            .anyMatch(word -> ENGINE_ADDRESS.matcher(word).matches());
    boolean escapes =
        ENGINES.contains(call.program())
            && call.arguments().stream().anyMatch(a -> WAY_OUT.matcher(a).matches());
    return names || addresses || escapes;
  }

  private static boolean isSocket(Call call, String word) {
    return SOCKET.matcher(word).matches()
        && (word.contains("/") || call.directory().endsWith("/run") || word.contains(":"));
  }

  private static Stream<String> assignedByArguments(Call call) {
    return Set.of("export", "declare", "env", "sudo").contains(call.program())
        ? call.arguments().stream()
        : Stream.empty();
  }
}
