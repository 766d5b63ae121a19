package drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The {@link PodApi} in its process, over TLS as every API server. */
public final class PodCluster implements AutoCloseable {
  private static final String PASSWORD = "of-the-bench";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Process process;
  private final URI address;
  private final Path kubeconfig;
  private final HttpClient client;

  private PodCluster(Process process, URI address, Path kubeconfig, HttpClient client) {
    this.process = process;
    this.address = address;
    this.kubeconfig = kubeconfig;
    this.client = client;
  }

  public static PodCluster start(Path folder) throws Exception {
    Path keys = folder.resolve("api.p12");
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Process keytool =
        new ProcessBuilder(
                java.resolve("keytool").toString(),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc:c",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool ended with " + keytool.exitValue());
    }
    KeyStore trusted = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    byte[] certificate = trusted.getCertificate("api").getEncoded();
    Process process =
        new ProcessBuilder(
                java.resolve("java").toString(),
                "-Xmx512m",
                "-Dio.netty.noUnsafe=true",
                "-cp",
                System.getProperty("java.class.path"),
                PodApi.class.getName(),
                keys.toString(),
                PASSWORD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    URI address = URI.create("https://127.0.0.1:" + Objects.requireNonNull(port, "no port"));
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), config(address, certificate));
    return new PodCluster(process, address, kubeconfig, trusting(certificate));
  }

  URI address() {
    return address;
  }

  /** For {@code KUBECONFIG}. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  public JsonNode figures() throws IOException, InterruptedException {
    return ask("/figures");
  }

  /** From now on all agents say what they do. */
  public void talk() throws IOException, InterruptedException {
    ask("/talk");
  }

  public void awaitFollowing(int count) throws IOException, InterruptedException {
    Instant until = Instant.now().plus(PATIENCE);
    for (int following = 0; following < count; ) {
      TimeUnit.MILLISECONDS.sleep(500);
      following = figures().path("following").asInt();
      if (Instant.now().isAfter(until)) {
        throw new IOException("only %d of %d logs are followed".formatted(following, count));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroyForcibly();
    process.waitFor();
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
    return Json.tree(client.send(request, BodyHandlers.ofString()).body());
  }

  private static HttpClient trusting(byte[] certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "api",
        java.security.cert.CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(certificate)));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static String config(URI address, byte[] certificate) {
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(certificate));
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: bench
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: bench
      user:
        token: token-of-the-bench
    contexts:
    - name: bench
      context:
        cluster: bench
        user: bench
        namespace: agents
    current-context: bench
    """
        .formatted(
            address, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
