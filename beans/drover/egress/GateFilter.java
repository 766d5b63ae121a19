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

/** One request on its way through the proxy: held to the gate, and answered when it may not go. */
final class GateFilter extends HttpFiltersAdapter {
  /** For programs that show the head of an answer and not its text, as most do for a tunnel. */
  static final String WHY_HEADER = "X-Drover-Why";

  private final HttpMethod method;
  private final Gate gate;
  private final DoorLog log;
  private String wish = "";
  private Optional<InetSocketAddress> admitted = Optional.empty();
  private volatile boolean answeredByServer;

  GateFilter(HttpRequest request, Gate gate, DoorLog log) {
    super(request);
    this.method = request.method();
    this.gate = gate;
    this.log = log;
  }

  @Override
  public @Nullable HttpResponse clientToProxyRequest(HttpObject part) {
    if (!(part instanceof HttpRequest request)) {
      return null;
    }
    RequestTarget wanted = RequestTarget.of(request);
    wish = DoorLog.cleaned(wanted.wish());
    if (wanted.target().isEmpty()) {
      return refusal(
          "the request names no host and port that can be read; use http://host/path, or CONNECT"
              + " host:443 for https");
    }
    Target target = wanted.target().get();
    wish = target.toString();
    return switch (gate.admit(target)) {
      case Verdict.Refused refused -> refusal(refused.why());
      case Verdict.Unknown unknown -> unreachable("no address is known for that name");
      case Verdict.Admitted checked -> {
        admitted = Optional.of(checked.address());
        log.went(target);
        wanted.rewrite(request, target);
        yield null;
      }
    };
  }

  /** Asked before every connection: the proxy itself never resolves a name. */
  @Override
  public InetSocketAddress proxyToServerResolutionStarted(String hostAndPort) {
    return admitted.orElseThrow(() -> new IllegalStateException(hostAndPort + " was not checked"));
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
            && admitted.isPresent()
            && part instanceof HttpResponse response
            && response.status().code() >= HttpResponseStatus.INTERNAL_SERVER_ERROR.code();
    return failed ? unreachable("nobody answers there") : part;
  }

  private HttpResponse refusal(String why) {
    log.refused(wish, why);
    return answer(
        HttpResponseStatus.FORBIDDEN,
        "Drover refused %s because %s; ask the operator of this factory if the work needs it."
            .formatted(wish, why));
  }

  private HttpResponse unreachable(String why) {
    return answer(
        HttpResponseStatus.BAD_GATEWAY,
        "Drover could not connect to %s: %s; check the name, or try again later."
            .formatted(wish, why));
  }

  private HttpResponse answer(HttpResponseStatus status, String sentence) {
    byte[] body = method.equals(HttpMethod.HEAD) ? new byte[0] : (sentence + "\n").getBytes(UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    response.headers().set(WHY_HEADER, sentence);
    return response;
  }
}
