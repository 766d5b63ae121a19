package drover.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.littleshoot.proxy.HttpFiltersAdapter;

/** One request on its way through the proxy: sent where the doorkeeper lets it go, or answered. */
final class GateFilter extends HttpFiltersAdapter {
  private final HttpMethod method;
  private final Doorkeeper doorkeeper;
  private Optional<Decision.Go> going = Optional.empty();
  private volatile boolean answeredByServer;

  GateFilter(HttpRequest request, Doorkeeper doorkeeper) {
    super(request);
    this.method = request.method();
    this.doorkeeper = doorkeeper;
  }

  @Override
  public @Nullable HttpResponse clientToProxyRequest(HttpObject part) {
    if (!(part instanceof HttpRequest request)) {
      return null;
    }
    return switch (doorkeeper.decide(request)) {
      case Decision.Turned turned -> answer(turned);
      case Decision.Go go -> {
        going = Optional.of(go);
        go.wanted().rewrite(request, go.target());
        yield null;
      }
    };
  }

  /** Asked before every connection: the proxy itself never resolves a name. */
  @Override
  public InetSocketAddress proxyToServerResolutionStarted(String hostAndPort) {
    return going
        .map(go -> go.addresses().getFirst())
        .orElseThrow(() -> new IllegalStateException(hostAndPort + " was not checked"));
  }

  @Override
  public void serverToProxyResponseReceiving() {
    answeredByServer = true;
  }

  /** The proxy's own words for a failed connection are replaced by a sentence. */
  @Override
  public HttpObject proxyToClientResponse(HttpObject part) {
    boolean failed =
        !answeredByServer
            && part instanceof HttpResponse response
            && response.status().code() >= HttpResponseStatus.INTERNAL_SERVER_ERROR.code();
    return failed && going.isPresent() ? answer(going.get().failed()) : part;
  }

  private HttpResponse answer(Decision.Turned turned) {
    byte[] body =
        method.equals(HttpMethod.HEAD) ? new byte[0] : (turned.sentence() + "\n").getBytes(UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(turned.status()),
            Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    response.headers().set(Tunnel.WHY_HEADER, turned.sentence());
    return response;
  }
}
