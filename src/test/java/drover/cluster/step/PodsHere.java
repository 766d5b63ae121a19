package drover.cluster.step;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster on this machine: the API of the mock server, and pods whose containers are really run,
 * one after another, as processes in bubblewrap that see the volumes they mount and nothing else
 * that is written. There is no network in them.
 */
final class PodsHere implements AutoCloseable {
  static final String NAMESPACE = "agents";
  private static final Pattern LOG =
      Pattern.compile("/api/v1/namespaces/[^/]+/pods/([^/?]+)/log.*");
  private static final Pattern CONTAINER = Pattern.compile("container=([a-z0-9-]+)");
  private static final String STAMP = "2026-11-21T18:00:%02d.%09dZ ";

  private final Path directory;
  private final List<Job> made = new CopyOnWriteArrayList<>();
  private final ExecutorService kubelet = Executors.newCachedThreadPool();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          new Api(),
          false);
  private final NamespacedKubernetesClient client;
  private final ContainersHere containers;

  PodsHere(Path directory) {
    this.directory = directory;
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = server.createClient();
    containers = new ContainersHere(directory, client.inNamespace(NAMESPACE));
  }

  NamespacedKubernetesClient client() {
    return client;
  }

  /** Every Job that was made, as it was asked for. */
  List<Job> made() {
    return List.copyOf(made);
  }

  /** A file as kubectl reads it. */
  Path kubeconfig() throws IOException {
    Path file = Files.createDirectories(directory).resolve("kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: nobody, namespace: %s}}]
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: nobody, user: {}}]
        """
            .formatted(NAMESPACE, server.getPort()));
    return file;
  }

  Path volume(String claim) {
    return containers.volume(claim);
  }

  @Override
  public void close() {
    kubelet.shutdownNow();
    client.close();
    server.destroy();
  }

  private final class Api extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      Matcher log = LOG.matcher(request.getPath());
      return log.matches() ? log(log.group(1), request.getPath()) : super.dispatch(request);
    }

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      MockResponse response = super.handleCreate(request);
      if (response.code() == 201 && request.getPath().endsWith("/jobs")) {
        Job job =
            Serialization.unmarshal(
                new String(response.getBody().getBytes(), StandardCharsets.UTF_8), Job.class);
        made.add(job);
        kubelet.execute(() -> run(job));
      }
      return response;
    }
  }

  private MockResponse log(String pod, String path) {
    Matcher container = CONTAINER.matcher(path);
    String name = pod + "/" + (container.find() ? container.group(1) : "agent");
    try {
      List<String> lines =
          containers.log(name).isPresent()
              ? Files.readAllLines(containers.log(name).orElseThrow(), StandardCharsets.ISO_8859_1)
              : List.of();
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < lines.size(); at++) {
        text.append(path.contains("timestamps=true") ? STAMP.formatted(at / 1_000_000, at) : "")
            .append(lines.get(at))
            .append('\n');
      }
      return new MockResponse()
          .setResponseCode(200)
          .setBody(
              new String(
                  text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Job job) {
    String name = job.getMetadata().getName();
    try {
      PodSpec spec = job.getSpec().getTemplate().getSpec();
      Map<String, String> labels =
          new HashMap<>(job.getSpec().getTemplate().getMetadata().getLabels());
      labels.put("job-name", name);
      Pod pod =
          new PodBuilder()
              .withNewMetadata()
              .withName(name + "-abcde")
              .withNamespace(NAMESPACE)
              .withLabels(labels)
              .endMetadata()
              .withSpec(spec)
              .withNewStatus()
              .withPhase("Pending")
              .endStatus()
              .build();
      client.pods().inNamespace(NAMESPACE).resource(pod).create();
      List<ContainerStatus> before = new ArrayList<>();
      boolean goesOn = true;
      for (Container container : spec.getInitContainers()) {
        if (goesOn) {
          before.add(status(container, containers.execute(name, spec, container)));
          goesOn = before.getLast().getState().getTerminated().getExitCode() == 0;
        }
      }
      List<ContainerStatus> main = new ArrayList<>();
      if (goesOn) {
        main.add(
            status(
                spec.getContainers().getFirst(),
                containers.execute(name, spec, spec.getContainers().getFirst())));
        goesOn = main.getLast().getState().getTerminated().getExitCode() == 0;
      }
      pod.getStatus().setPhase(goesOn ? "Succeeded" : "Failed");
      pod.getStatus().setInitContainerStatuses(before);
      pod.getStatus().setContainerStatuses(main);
      client.pods().inNamespace(NAMESPACE).resource(pod).update();
      boolean succeeded = goesOn;
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(NAMESPACE)
          .withName(name)
          .edit(
              now ->
                  now.edit()
                      .withNewStatus()
                      .addNewCondition()
                      .withType(succeeded ? "Complete" : "Failed")
                      .withStatus("True")
                      .endCondition()
                      .endStatus()
                      .build());
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("pod of " + name + ": " + e);
    }
  }

  private static ContainerStatus status(Container container, int exitCode) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(exitCode == 0 ? "Completed" : "Error")
        .endTerminated()
        .endState()
        .build();
  }

  /** Names of all objects of a kind that are there. */
  List<String> names(Class<? extends HasMetadata> kind) {
    return client.resources(kind).inNamespace(NAMESPACE).list().getItems().stream()
        .map(one -> one.getMetadata().getName())
        .toList();
  }
}
