package drover.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells the work of a run that it has to stop, and why. The first reason stays. */
public final class StopSignal {
  /** Why a live run has to stop. */
  public enum Reason {
    /** Somebody asked for its end. */
    CANCELLED,
    /** This process ends; the run goes on later. */
    INTERRUPTED,
    /** Another instance owns it, or this one could not say for too long that it is alive. */
    FENCED_OUT
  }

  private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();

  public void request(Reason why) {
    reason.compareAndSet(null, why);
  }

  public boolean isRequested() {
    return reason.get() != null;
  }

  public Optional<Reason> reason() {
    return Optional.ofNullable(reason.get());
  }

  /**
   * @throws RunStopped when a stop was requested
   */
  public void check() {
    reason()
        .ifPresent(
            why -> {
              throw new RunStopped(why);
            });
  }
}
