package drover.cluster.access;

import drover.config.KubernetesSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that runs go to: the one this process is in, by its service account, else the one
 * that {@code KUBECONFIG} names. Nobody is asked before somebody needs it.
 */
public final class ClusterAccess implements AutoCloseable {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final String DEFAULT_NAMESPACE = "default";

  private final Map<String, String> environment;
  private final KubernetesSettings settings;
  private @Nullable KubernetesClient client;

  /**
   * @param environment of this process
   */
  public ClusterAccess(Map<String, String> environment, KubernetesSettings settings) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
  }

  /** Whether this process is in a pod that has a service account. */
  public static boolean isInside(Map<String, String> environment) {
    return environment.containsKey("KUBERNETES_SERVICE_HOST")
        && Files.isReadable(ACCOUNT.resolve("token"));
  }

  /** Whether a cluster is named at all. */
  public boolean isConfigured() {
    return isInside(environment) || kubeconfig().isPresent();
  }

  /** Which cluster it is, for people. */
  public String inWords() {
    return client().getConfiguration().getMasterUrl() + ", namespace " + namespace();
  }

  /** Namespace of all objects of runs. */
  public String namespace() {
    return Optional.of(settings.namespace())
        .filter(name -> !name.isEmpty())
        .or(() -> isConfigured() ? Optional.ofNullable(client().getNamespace()) : Optional.empty())
        .orElse(DEFAULT_NAMESPACE);
  }

  /**
   * @throws NoCluster when none is named, or its description cannot be read
   */
  public synchronized KubernetesClient client() {
    KubernetesClient known = client;
    if (known == null) {
      known = new KubernetesClientBuilder().withConfig(configuration()).build();
      client = known;
    }
    return known;
  }

  /** The same for who is made before it is known whether a cluster is needed at all. */
  public NamespacedKubernetesClient whenNeeded() {
    return (NamespacedKubernetesClient)
        Proxy.newProxyInstance(
            ClusterAccess.class.getClassLoader(),
            new Class<?>[] {NamespacedKubernetesClient.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return asObject(proxy, method.getName(), arguments);
              }
              try {
                return method.invoke(client(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Registries compare their beans before anybody needs a cluster. */
  private static Object asObject(Object proxy, String method, Object[] arguments) {
    return switch (method) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "a cluster, when it is needed";
    };
  }

  @Override
  public synchronized void close() {
    KubernetesClient known = client;
    if (known != null) {
      known.close();
    }
  }

  private Config configuration() {
    if (isInside(environment)) {
      return new ConfigBuilder(Config.autoConfigure(null)).build();
    }
    Path file =
        kubeconfig()
            .orElseThrow(
                () ->
                    new NoCluster(
                        "no cluster is named: set KUBECONFIG, or run the factory in the cluster"));
    try {
      return Config.fromKubeconfig(file.toFile());
    } catch (RuntimeException e) {
      throw new NoCluster("%s cannot be used: %s".formatted(file, e.getMessage()));
    }
  }

  private Optional<Path> kubeconfig() {
    return Optional.ofNullable(environment.get("KUBECONFIG"))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }
}
