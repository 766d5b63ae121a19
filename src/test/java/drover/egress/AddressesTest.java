package drover.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what everybody on the internet may reach is public. */
class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.1, private",
    "10.255.255.255, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.0.1, private",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "169.254.1.1, link-local",
    "169.254.169.254, a metadata service",
    "100.100.100.200, a metadata service",
    "168.63.129.16, a metadata service",
    "192.0.0.192, a metadata service",
    "fd00:ec2::254, a metadata service",
    "100.64.0.1, shared by a carrier",
    "100.127.255.255, shared by a carrier",
    "192.0.0.8, reserved",
    "192.0.2.1, for documentation",
    "198.51.100.1, for documentation",
    "203.0.113.1, for documentation",
    "198.18.0.1, for benchmarks",
    "198.19.255.255, for benchmarks",
    "192.88.99.1, a tunnel into IPv4",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::127.0.0.1, loopback",
    "fe80::1, link-local",
    "fec0::1, private",
    "fc00::1, private",
    "fdff:ffff::1, private",
    "ff02::1, multicast",
    "2001:db8::1, for documentation",
    "3fff::1, for documentation",
    "2001:2::1, for benchmarks",
    "2001::1, a tunnel into IPv4",
    "2001:10::1, reserved",
    "2002:7f00:1::1, a tunnel into IPv4",
    "2002:808:808::1, a tunnel into IPv4",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::10.0.0.1, private",
    "64:ff9b::a9fe:a9fe, a metadata service",
    "64:ff9b:1::808:808, reserved",
    "::ffff:0:127.0.0.1, loopback",
    "100::1, reserved",
    "4000::1, reserved",
    "5f00::1, reserved",
  })
  void these_are_not_public(String address, String what) throws UnknownHostException {
    assertThat(Addresses.whyNotPublic(InetAddress.getByName(address))).contains(what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "192.0.1.0",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "2001:4860:4860::8888",
        "64:ff9b::808:808"
      })
  void these_are(String address) throws UnknownHostException {
    assertThat(Addresses.whyNotPublic(InetAddress.getByName(address))).isEmpty();
  }
}
