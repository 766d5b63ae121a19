package drover.cluster.turn;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The log of a container as it comes over one connection. What has come waits here, and no more is
 * asked for, until somebody takes it: nobody waits for the network, and memory stays bounded.
 */
final class LogStream implements AutoCloseable {
  private static final int MOST_WAITING = 64 * 1024;
  private static final int LONGEST_ANSWER = 300;

  private final CompletableFuture<HttpResponse<AsyncBody>> answer;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private boolean isPaused;
  private boolean isOver;
  private boolean isRefused;
  private @Nullable AsyncBody body;
  private @Nullable Throwable failure;

  /**
   * @param request for a log that is followed
   */
  LogStream(HttpClient client, HttpRequest request) {
    this.answer = client.consumeBytes(request, this::arrived);
    answer.whenComplete(this::answered);
  }

  /** Everything that has come and was not taken; empty: nothing has. */
  byte[] take() {
    AsyncBody paused;
    byte[] bytes;
    synchronized (this) {
      bytes = isRefused ? new byte[0] : waiting.toByteArray();
      if (!isRefused) {
        waiting.reset();
      }
      paused = isPaused ? body : null;
      isPaused = false;
    }
    if (paused != null) {
      paused.consume();
    }
    return bytes;
  }

  /** Whether nothing more will come; what has come may still wait here. */
  synchronized boolean isOver() {
    return isOver;
  }

  /** Why the stream broke, or was refused; empty: it did not, or has ended well. */
  synchronized Optional<String> failure() {
    if (isRefused && isOver) {
      String text = waiting.toString(StandardCharsets.UTF_8).strip();
      return Optional.of(text.substring(0, Math.min(LONGEST_ANSWER, text.length())));
    }
    return Optional.ofNullable(failure).map(Throwable::toString);
  }

  @Override
  public void close() {
    AsyncBody open;
    synchronized (this) {
      open = body;
      isOver = true;
    }
    answer.cancel(false);
    if (open != null) {
      open.cancel();
    }
  }

  private void arrived(List<ByteBuffer> buffers, AsyncBody from) {
    boolean goesOn;
    synchronized (this) {
      body = from;
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        waiting.write(bytes, 0, bytes.length);
      }
      goesOn = waiting.size() < MOST_WAITING;
      isPaused = !goesOn;
    }
    if (goesOn) {
      from.consume();
    }
  }

  private void answered(
      @Nullable HttpResponse<AsyncBody> response, @Nullable Throwable notAnswered) {
    if (response == null) {
      ended(notAnswered);
      return;
    }
    AsyncBody open = response.body();
    boolean isClosed;
    synchronized (this) {
      body = open;
      isRefused = !response.isSuccessful();
      isClosed = isOver;
    }
    if (isClosed) {
      open.cancel();
      return;
    }
    open.done().whenComplete((nothing, broken) -> ended(broken));
    open.consume();
  }

  private synchronized void ended(@Nullable Throwable why) {
    failure = isOver ? null : why;
    isOver = true;
  }
}
