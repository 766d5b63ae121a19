package drover.machine;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Names and addresses as this machine sees them. */
public interface Network {

  /**
   * @return at least one address, the one to try first at the front
   * @throws UnknownHostException when there is no such name, or nobody could be asked
   */
  List<InetAddress> addresses(String name) throws UnknownHostException;

  /** Whether one of the interfaces of this machine has the address. */
  boolean isOwn(InetAddress address);

  /** The network of this machine. */
  static Network system() {
    return new Network() {
      @Override
      public List<InetAddress> addresses(String name) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(name));
      }

      @Override
      public boolean isOwn(InetAddress address) {
        try {
          return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
          throw new UncheckedIOException("cannot list the interfaces of this machine", e);
        }
      }
    };
  }
}
