package drover.sandbox;

/**
 * A port on the loopback interface of a sandbox that leads out of it.
 *
 * @param port at which programs in the sandbox connect
 * @param listen how it listens there, in the words of socat(1)
 * @param address where it leads, in the same words, as seen from inside
 */
public record Bridge(int port, String listen, String address) {}
