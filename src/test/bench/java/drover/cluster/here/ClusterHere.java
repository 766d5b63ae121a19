package drover.cluster.here;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;

/** {@code src/test/bench/cluster-here}: a cluster on this machine until its input ends. */
public final class ClusterHere {
  private ClusterHere() {}

  /**
   * @param args directory for all that is made, and the image: coreutils or busybox
   */
  public static void main(String[] args) throws IOException {
    Image image = Image.valueOf(args[1].toUpperCase(Locale.ROOT));
    try (PodsHere cluster = PodsHere.withNetwork(Path.of(args[0]).toAbsolutePath(), image)) {
      System.out.println("KUBECONFIG=" + cluster.kubeconfig());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
