package drover.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, from the moment it answers. */
record Served(Process process, int port) implements AutoCloseable {
  static Served start(int port, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IOException(command[0] + " ended with " + process.exitValue());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return new Served(process, port);
  }

  long rssMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** Not before every path is served: until then it says that it starts. */
  private static boolean answers(int port) {
    try {
      URL root = URI.create("http://127.0.0.1:" + port + "/").toURL();
      int status = ((HttpURLConnection) root.openConnection()).getResponseCode();
      return status != HttpURLConnection.HTTP_UNAVAILABLE;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
