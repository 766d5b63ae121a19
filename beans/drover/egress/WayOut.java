package drover.egress;

import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import java.util.List;

/** An open door, and what a sandbox needs to use it. */
public record WayOut(EgressDoor door, GuestNetwork network) implements AutoCloseable {
  public Enclosure outOf(Enclosure enclosure) {
    return enclosure
        .showing(List.of(Mount.writable(door.socket(), GuestNetwork.SOCKET)))
        .bridging(network.bridges())
        .telling(network.environment());
  }

  @Override
  public void close() {
    door.close();
  }
}
