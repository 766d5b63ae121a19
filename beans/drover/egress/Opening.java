package drover.egress;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a guest says first, as far as it takes to know whether it wants a tunnel.
 *
 * @param said everything that was read, ready to be read again
 * @param headLength bytes of the request for a tunnel; 0 when it is no such request
 */
record Opening(ByteBuffer said, int headLength) {
  private static final byte[] TUNNEL = "CONNECT ".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_HEAD_BYTES = 16 * 1024;

  /** Waits for as much as is needed; a guest that goes away before has asked for no tunnel. */
  static Opening read(SocketChannel guest) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HEAD_BYTES);
    while (mayAskForTunnel(bytes) && endOfHead(bytes) == 0 && guest.read(bytes) > 0) {
      continue;
    }
    int headLength = mayAskForTunnel(bytes) ? endOfHead(bytes) : 0;
    return new Opening(bytes.flip(), headLength);
  }

  /** The request for a tunnel, when it is one that can be read. */
  Optional<HttpRequest> tunnel() {
    if (headLength == 0) {
      return Optional.empty();
    }
    EmbeddedChannel decoder = new EmbeddedChannel(new HttpRequestDecoder());
    try {
      decoder.writeInbound(Unpooled.wrappedBuffer(said.array(), 0, headLength));
      return Optional.ofNullable(decoder.<HttpRequest>readInbound())
          .filter(request -> request.decoderResult().isSuccess());
    } finally {
      decoder.finishAndReleaseAll();
    }
  }

  /** What came after the request: the first words through the tunnel. */
  ByteBuffer afterHead() {
    return said.duplicate().position(headLength);
  }

  /** As far as it was read; nothing yet may become anything. */
  private static boolean mayAskForTunnel(ByteBuffer bytes) {
    int known = Math.min(bytes.position(), TUNNEL.length);
    for (int i = 0; i < known; i++) {
      if (bytes.get(i) != TUNNEL[i]) {
        return false;
      }
    }
    return true;
  }

  /** After an empty line; 0 while there is none. */
  private static int endOfHead(ByteBuffer bytes) {
    boolean lineIsEmpty = false;
    for (int i = 0; i < bytes.position(); i++) {
      byte next = bytes.get(i);
      if (next == '\n' && lineIsEmpty) {
        return i + 1;
      }
      lineIsEmpty = next == '\n' || (lineIsEmpty && next == '\r');
    }
    return 0;
  }
}
