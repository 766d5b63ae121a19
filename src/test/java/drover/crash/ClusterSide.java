package drover.crash;

import drover.cluster.here.Image;
import drover.cluster.here.PodsHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cluster of a story, whose pods really run. It breaks a life off at the n-th request of the
 * factory that changes something: before it is done, or when it is done and not answered.
 */
final class ClusterSide extends Outside implements PodsHere.Door {
  private final PodsHere cluster;
  private final AtomicInteger asked = new AtomicInteger();

  ClusterSide(Path directory) {
    this.cluster = new PodsHere(directory, Image.COREUTILS);
    cluster.keptBy(this);
  }

  PodsHere cluster() {
    return cluster;
  }

  Path kubeconfig() {
    try {
      return cluster.kubeconfig();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  int asked() {
    return asked.get();
  }

  @Override
  public boolean letsIn(String request) {
    int number = asked.getAndIncrement();
    Watched now = watched();
    return !now.isGone() && passes(now, "cluster-before", number);
  }

  @Override
  public boolean letsOut(String request) {
    return passes(watched(), "cluster-done", asked.get() - 1);
  }

  private static boolean passes(Watched now, String kind, int number) {
    if (!now.isAt(kind, number)) {
      return true;
    }
    now.tell().accept(now.life().fate().point());
    return !now.life().fate().isKill();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
