package drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What it costs Node to read the same logs in one process and to parse each line, without a ledger,
 * limits or redaction: the least that following can cost.
 *
 * @param residentMegabytes of the whole process
 */
public record FollowingInNode(long residentMegabytes, double cores) {
  private static final String PROGRAM =
      """
      const https = require('https'), [count, address] = process.argv.slice(1);
      const agent = new https.Agent({maxSockets: Infinity});
      for (let i = 0; i < count; i++) setTimeout(() => follow(i), 20 * i);
      function follow(i) {
        const url = `${address}/api/v1/namespaces/agents/pods/peer-${i}/log?follow=true`;
        https.get(url, {agent, rejectUnauthorized: false}, answer => {
          let rest = '';
          answer.on('data', chunk => {
            const lines = (rest + chunk).split('\\n');
            rest = lines.pop();
            for (const line of lines) JSON.parse(line.slice(line.indexOf(' ') + 1));
          });
        }).on('error', () => follow(i));
      }
      """;

  /** Empty: this machine has no Node. */
  public static Optional<FollowingInNode> measure(PodCluster cluster, int count, Duration length)
      throws IOException, InterruptedException {
    Process node;
    try {
      node =
          new ProcessBuilder(
                  "node", "-e", PROGRAM, String.valueOf(count), cluster.address().toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      cluster.awaitFollowing(count);
      TimeUnit.SECONDS.sleep(5);
      Duration before = cpu(node);
      TimeUnit.MILLISECONDS.sleep(length.toMillis());
      double cores = cpu(node).minus(before).toMillis() / (double) length.toMillis();
      return Optional.of(new FollowingInNode(residentMegabytes(node), cores));
    } finally {
      node.destroyForcibly();
      node.waitFor();
    }
  }

  @Override
  public String toString() {
    return "%d MB resident, %.2f cores".formatted(residentMegabytes, cores);
  }

  private static Duration cpu(Process process) {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  private static long residentMegabytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
