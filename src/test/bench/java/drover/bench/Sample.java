package drover.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a server needs at one moment.
 *
 * @param liveBytes of its heap that are reachable
 */
record Sample(long liveBytes, long rssMegabytes, ThreadNames threadNames, long files) {
  static Sample of(Served server) throws IOException, InterruptedException {
    Path process = Path.of("/proc", String.valueOf(server.process().pid()));
    return new Sample(
        liveBytes(server.process().pid()),
        server.rssMegabytes(),
        ThreadNames.of(server.process().pid()),
        count(process.resolve("fd")));
  }

  long threads() {
    return threadNames.total();
  }

  /** The last line of what jcmd prints after a full collection: {@code Total count bytes}. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (jcmd.waitFor() != 0) {
      throw new IOException(printed);
    }
    String[] total = printed.substring(printed.lastIndexOf('\n') + 1).trim().split("\\s+");
    return Long.parseLong(total[2]);
  }

  private static long count(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is gone: the server has ended");
    }
    return Objects.requireNonNull(new File(directory.toString()).list()).length;
  }
}
