package drover.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnObjectsTest {
  private final TurnObjects objects = new TurnObjects(Golden.SCRIPTS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn-implement",
        "turn-review",
        "turn-read-only",
        "turn-rehearsal-of-a-bundle",
        "turn-with-servers"
      })
  void a_turn_becomes_exactly_these_objects(String name) {
    Golden golden = new Golden(name);
    List<HasMetadata> wanted = objects.of(golden.before(TurnSpec.class));
    assertThat(Golden.yaml(wanted)).isEqualTo(golden.after(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn-implement",
        "turn-review",
        "turn-read-only",
        "turn-rehearsal-of-a-bundle",
        "turn-with-servers"
      })
  void pod_security_restricted_admits_every_turn(String name) {
    List<HasMetadata> wanted = objects.of(new Golden(name).before(TurnSpec.class));
    assertThat(Restricted.violations(wanted)).isEmpty();
  }

  @Test
  void the_agent_holds_the_model_credential_and_only_the_clone_the_repository_s() {
    Job job = job(new Golden("turn-implement").before(TurnSpec.class));
    assertThat(secretsOf(job.getSpec().getTemplate().getSpec().getContainers().getFirst()))
        .containsExactly("CLAUDE_CODE_OAUTH_TOKEN");
    assertThat(secretsOf(job.getSpec().getTemplate().getSpec().getInitContainers().getFirst()))
        .contains("DROVER_GIT_TOKEN")
        .doesNotContain("CLAUDE_CODE_OAUTH_TOKEN");
  }

  @Test
  void a_server_s_secret_is_in_its_own_container_and_in_no_other() {
    PodSpec pod =
        job(new Golden("turn-with-servers").before(TurnSpec.class))
            .getSpec()
            .getTemplate()
            .getSpec();
    assertThat(secretsOf(pod.getContainers().getFirst()))
        .containsExactly("CLAUDE_CODE_OAUTH_TOKEN");
    assertThat(pod.getInitContainers())
        .extracting(Container::getName)
        .containsExactly("clone", "mcp-sentry");
    assertThat(secretsOf(pod.getInitContainers().get(1)))
        .containsExactly("SENTRY_DSN", "SENTRY_TOKEN");
    assertThat(secretsOf(pod.getInitContainers().get(0))).containsExactly("DROVER_GIT_TOKEN");
  }

  @Test
  void a_server_shares_a_socket_with_the_agent_and_nothing_else() {
    PodSpec pod =
        job(new Golden("turn-with-servers").before(TurnSpec.class))
            .getSpec()
            .getTemplate()
            .getSpec();
    Container agent = pod.getContainers().getFirst();
    Container sentry = pod.getInitContainers().get(1);
    assertThat(pod.getShareProcessNamespace()).isFalse();
    assertThat(sentry.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrder("mcp-sentry", "mcp-sentry-tmp");
    assertThat(agent.getVolumeMounts())
        .filteredOn(mount -> mount.getName().startsWith("mcp-"))
        .allMatch(VolumeMount::getReadOnly)
        .extracting(VolumeMount::getName)
        .containsExactly("mcp-sentry");
  }

  @Test
  void no_secret_stands_outside_of_the_secret() {
    TurnSpec spec = new Golden("turn-with-servers").before(TurnSpec.class);
    List<HasMetadata> others =
        objects.of(spec).stream().filter(one -> !one.getKind().equals("Secret")).toList();
    assertThat(Golden.yaml(others)).doesNotContain("planted");
  }

  @Test
  void a_value_is_an_argument_and_never_part_of_a_shell_line() {
    TurnSpec spec = new Golden("turn-implement").before(TurnSpec.class);
    Container agent = job(spec).getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(agent.getCommand()).containsExactly("/bin/sh", "-c", "<turn.sh>");
    assertThat(agent.getArgs().stream().skip(1).map(TurnObjectsTest::asKubernetesExpandsIt))
        .isEqualTo(spec.argv());
  }

  @Property(tries = 500)
  void an_argument_arrives_as_it_is_whatever_kubernetes_would_put_in_it(
      @ForAll @Chars({'$', '(', ')', 'H', '\'', '"', ' '}) String text) {
    assertThat(asKubernetesExpandsIt(Scripts.literal(text))).isEqualTo(text);
  }

  /** The rules of k8s.io/kubernetes/third_party/forked/golang/expansion, where $(H) is known. */
  private static String asKubernetesExpandsIt(String text) {
    return Pattern.compile("\\$(?:(\\$)|\\(([^)]*)\\))")
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) != null
                        ? "$"
                        : found.group(2).equals("H") ? "expanded" : found.group()));
  }

  @Test
  void the_digest_tells_another_prompt_apart_and_not_another_credential() {
    TurnSpec spec = new Golden("turn-implement").before(TurnSpec.class);
    TurnSpec renewed = changed(spec, spec.prompt(), Map.of("CLAUDE_CODE_OAUTH_TOKEN", "renewed"));
    TurnSpec other = changed(spec, "another prompt", spec.secrets());
    assertThat(Ownership.isOurs(job(spec), job(renewed))).isTrue();
    assertThat(Ownership.isOurs(job(spec), job(other))).isFalse();
  }

  @Test
  void a_prompt_larger_than_a_config_map_comes_in_pieces() {
    TurnSpec spec = new Golden("turn-implement").before(TurnSpec.class);
    String prompt = "ä€😀x".repeat(150_000);
    List<io.fabric8.kubernetes.api.model.ConfigMap> pieces =
        objects.of(changed(spec, prompt, spec.secrets())).stream()
            .filter(io.fabric8.kubernetes.api.model.ConfigMap.class::isInstance)
            .map(io.fabric8.kubernetes.api.model.ConfigMap.class::cast)
            .toList();
    assertThat(pieces).hasSizeGreaterThan(1);
    Map<String, String> all = new HashMap<>();
    pieces.forEach(piece -> all.putAll(piece.getData()));
    assertThat(
            all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("prompt."))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .reduce("", String::concat))
        .isEqualTo(prompt);
  }

  private Job job(TurnSpec spec) {
    return (Job) objects.of(spec).getFirst();
  }

  private static List<String> secretsOf(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValueFrom() != null)
        .map(variable -> variable.getName())
        .toList();
  }

  private static TurnSpec changed(TurnSpec spec, String prompt, Map<String, String> secrets) {
    return new TurnSpec(
        spec.run(),
        spec.pod(),
        spec.storage(),
        spec.turn(),
        spec.invocation(),
        spec.checkout(),
        spec.home(),
        spec.argv(),
        spec.environment(),
        secrets,
        prompt,
        spec.files(),
        spec.servers(),
        spec.deadline());
  }
}
