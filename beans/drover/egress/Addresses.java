package drover.egress;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses are the public internet's. Blocks as IANA's registries of special-purpose
 * addresses name them, and the one metadata service that has a public address.
 */
final class Addresses {
  private static final IPAddressGenerator GENERATOR = new IPAddressGenerator();
  private static final IPAddress GLOBAL_UNICAST = block("2000::/3");

  /** The first that contains an address says what it is. */
  private static final Map<IPAddress, String> NOT_PUBLIC = new LinkedHashMap<>();

  static {
    is("a metadata service", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192");
    is("a metadata service", "fd00:ec2::254", "fd20:ce::254");
    is("unspecified", "0.0.0.0/8", "::");
    is("loopback", "127.0.0.0/8", "::1");
    is("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10");
    is("link-local", "169.254.0.0/16", "fe80::/10");
    is("shared by a carrier", "100.64.0.0/10");
    is("multicast", "224.0.0.0/4", "ff00::/8");
    is("for documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
    is("for documentation", "2001:db8::/32", "3fff::/20");
    is("for benchmarks", "198.18.0.0/15", "2001:2::/48");
    is("a tunnel into IPv4", "192.88.99.0/24", "2002::/16", "2001::/32");
    is("reserved", "192.0.0.0/24", "240.0.0.0/4", "2001::/23", "64:ff9b:1::/48");
  }

  private Addresses() {}

  /** What the address is instead of public; empty for a public one. */
  static Optional<String> whyNotPublic(InetAddress address) {
    return whyNotPublic(GENERATOR.from(address));
  }

  static Optional<String> whyNotPublic(IPAddress address) {
    IPAddress meant = embedded(address);
    Optional<String> known =
        NOT_PUBLIC.entrySet().stream()
            .filter(block -> block.getKey().contains(meant))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean global = meant.isIPv4() || GLOBAL_UNICAST.contains(meant);
    return known.or(() -> global ? Optional.empty() : Optional.of("reserved"));
  }

  /** An IPv4 address in the disguise of an IPv6 one is the IPv4 one, also for the kernel. */
  static IPAddress unmapped(IPAddress address) {
    return address instanceof IPv6Address six && six.isIPv4Mapped()
        ? six.getEmbeddedIPv4Address()
        : address;
  }

  /** Where a packet ends when a translator on the way takes the IPv4 address out. */
  private static IPAddress embedded(IPAddress address) {
    if (!(address instanceof IPv6Address six) || six.isZero() || six.isLoopback()) {
      return address;
    }
    boolean translated =
        six.isIPv4Mapped()
            || six.isIPv4Compatible()
            || six.isIPv4Translatable()
            || six.isWellKnownIPv4Translatable();
    return translated ? six.getEmbeddedIPv4Address() : six;
  }

  private static void is(String what, String... blocks) {
    for (String written : blocks) {
      NOT_PUBLIC.put(block(written), what);
    }
  }

  private static IPAddress block(String written) {
    return Optional.ofNullable(new IPAddressString(written).getAddress())
        .orElseThrow(() -> new IllegalStateException("no block of addresses: " + written));
  }
}
