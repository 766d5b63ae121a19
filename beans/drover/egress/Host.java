package drover.egress;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom a connection is meant for, in the one spelling that everything else compares. */
sealed interface Host {
  /** As it is written in a message or beside a port, an IPv6 address in brackets. */
  String text();

  /** A name in lower case ASCII, without the dot at its end. */
  record Name(String text) implements Host {}

  /** An address, whatever spelling it came in. */
  record Literal(IPAddress address) implements Host {
    @Override
    public String text() {
      String canonical = address.toCanonicalString();
      return address.isIPv6() ? "[" + canonical + "]" : canonical;
    }
  }

  /**
   * Reads what stands in a request. Decimal, octal, hexadecimal and shortened addresses mean what
   * the C library makes of them, because that is what the programs of an agent believe.
   *
   * @return empty for what is no host, also for an address with a zone
   */
  static Optional<Host> read(String written) {
    if (written.startsWith("[") && written.endsWith("]")) {
      return Spelling.address(written.substring(1, written.length() - 1), Spelling.IPV6);
    }
    String name = Spelling.withoutLastDot(written).toLowerCase(Locale.ROOT);
    if (Spelling.ENDS_IN_A_NUMBER.matcher(name).matches()) {
      return Spelling.address(name, Spelling.IPV4);
    }
    return Spelling.isName(name) ? Optional.of(new Name(name)) : Optional.empty();
  }

  /** Reads what an operator wrote: the same, and names in letters of any language. */
  static Optional<Host> readConfigured(String written) {
    try {
      return read(written.startsWith("[") ? written : IDN.toASCII(written, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no name in any language
    }
  }

  /** How hosts are written. */
  final class Spelling {
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
        Pattern.compile(
            "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /** No name of the internet does; what does is an address or nothing. */
    private static final Pattern ENDS_IN_A_NUMBER =
        Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)", Pattern.DOTALL);

    private static final IPAddressStringParameters IPV4 = addressOnly().allowIPv6(false).toParams();
    private static final IPAddressStringParameters IPV6 = addressOnly().allowIPv4(false).toParams();

    private Spelling() {}

    private static IPAddressStringParameters.Builder addressOnly() {
      var parameters =
          new IPAddressStringParameters.Builder()
              .allowEmpty(false)
              .allowAll(false)
              .allowPrefix(false)
              .allowMask(false)
              .allowSingleSegment(true)
              .allow_inet_aton(true)
              .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE);
      parameters.getIPv4AddressParametersBuilder().allowBinary(false);
      parameters
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .allowBinary(false);
      return parameters;
    }

    private static Optional<Host> address(String text, IPAddressStringParameters spelling) {
      return Optional.ofNullable(new IPAddressString(text, spelling).getAddress())
          .map(address -> new Literal(Addresses.unmapped(address)));
    }

    private static boolean isName(String text) {
      return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    private static String withoutLastDot(String text) {
      return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
