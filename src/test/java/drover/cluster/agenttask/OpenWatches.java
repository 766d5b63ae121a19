package drover.cluster.agenttask;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** The watches of the mock that are open, and what can happen to them. */
final class OpenWatches {
  private final AtomicBoolean isForgetful = new AtomicBoolean();
  private final List<WebSocket> watches = new CopyOnWriteArrayList<>();

  /** All of them end now, as when a connection breaks. */
  void breakAll() {
    List<WebSocket> now = List.copyOf(watches);
    watches.removeAll(now);
    now.forEach(watch -> watch.close(1001, "going away"));
  }

  /** The next one is told that what it wants to go on from is too old. */
  void forgetHistory() {
    isForgetful.set(true);
  }

  /** Whether it was. */
  boolean hasForgotten() {
    return !isForgetful.get();
  }

  int count() {
    return watches.size();
  }

  WebSocketListener kept(WebSocketListener listener) {
    boolean isTooOld = isForgetful.getAndSet(false);
    return new WebSocketListener() {
      @Override
      public void onOpen(WebSocket socket, Response response) {
        if (isTooOld) {
          socket.send(
              "{\"type\":\"ERROR\",\"object\":%s}"
                  .formatted(ApiServer.status(410, "too old resource version")));
        } else {
          watches.add(socket);
          listener.onOpen(socket, response);
        }
      }

      @Override
      public void onClosing(WebSocket socket, int code, String reason) {
        watches.remove(socket);
        socket.close(code, reason);
      }

      @Override
      public void onClosed(WebSocket socket, int code, String reason) {
        watches.remove(socket);
      }
    };
  }
}
