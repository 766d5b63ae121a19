package drover.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Somebody whom the factories of a story ask over the network. It is in the process of the harness
 * and survives them all, so it can break a life off at a request.
 */
abstract class Outside implements AutoCloseable {

  /**
   * A life as it is seen from here.
   *
   * @param first number of the first request of it
   */
  record Watched(
      Life life,
      int first,
      Consumer<String> tell,
      CompletableFuture<Void> atItsPoint,
      CompletableFuture<Void> over) {

    /** Whether a request is the one that ends this life. */
    boolean isAt(String kind, int number) {
      return life.hasFate() && life.fate().point().equals(kind + ":" + (number - first + 1));
    }

    /** Who is as good as dead, or dead, asks nothing more: something of it may still try. */
    boolean isGone() {
      return over.isDone() || atItsPoint.isDone();
    }
  }

  private volatile Watched watched =
      new Watched(
          new Life(
              new Story(0, List.of(), List.of()),
              Path.of(""),
              Path.of(""),
              Optional.empty(),
              Optional.empty(),
              0),
          0,
          point -> {},
          new CompletableFuture<>(),
          CompletableFuture.completedFuture(null));

  /** How many requests there were. */
  abstract int asked();

  @Override
  public abstract void close();

  final Watched watched() {
    return watched;
  }

  /**
   * @param tell says in the factory's process that a point was passed
   */
  final void begins(Life life, Consumer<String> tell) {
    watched =
        new Watched(life, asked(), tell, new CompletableFuture<>(), new CompletableFuture<>());
  }

  /** From now on the factory writes nothing more. */
  final void isAtItsPoint() {
    watched.atItsPoint().complete(null);
  }

  /** The process of the factory is gone. */
  final void ends() {
    watched.over().complete(null);
  }
}
