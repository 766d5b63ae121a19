package drover.sandbox;

/**
 * A port on the loopback interface of a sandbox that leads out of it.
 *
 * @param port at which programs in the sandbox connect
 * @param address where it leads, in the words of socat(1), as seen from inside
 */
public record Bridge(int port, String address) {}
