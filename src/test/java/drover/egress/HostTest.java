package drover.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a host is spelled like, one spelling is compared, checked and connected to. */
class HostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1., 127.0.0.1",
    "127.1, 127.0.0.1",
    "127.0.1, 127.0.0.1",
    "2130706433, 127.0.0.1",
    "2130706433., 127.0.0.1",
    "0x7f000001, 127.0.0.1",
    "0X7F000001, 127.0.0.1",
    "0x7f.0.0.1, 127.0.0.1",
    "0x7f.1, 127.0.0.1",
    "0177.0.0.1, 127.0.0.1",
    "0177.1, 127.0.0.1",
    "017700000001, 127.0.0.1",
    "127.0x0.00.1, 127.0.0.1",
    "0, 0.0.0.0",
    "0x0, 0.0.0.0",
    "0.0.0.0, 0.0.0.0",
    "010.0.0.1, 8.0.0.1",
    "10.256, 10.0.1.0",
    "0xa.0.0.1, 10.0.0.1",
    "167772161, 10.0.0.1",
    "3232235777, 192.168.1.1",
    "0xc0a80101, 192.168.1.1",
    "0300.0250.1.1, 192.168.1.1",
    "192.168.257, 192.168.1.1",
    "169.254.169.254, 169.254.169.254",
    "2852039166, 169.254.169.254",
    "0xa9fea9fe, 169.254.169.254",
    "0251.0376.0251.0376, 169.254.169.254",
    "169.16689662, 169.254.169.254",
    "169.254.43518, 169.254.169.254",
    "4294967295, 255.255.255.255",
    "[::1], [::1]",
    "[0:0:0:0:0:0:0:1], [::1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001], [::1]",
    "[::], [::]",
    "[::ffff:127.0.0.1], 127.0.0.1",
    "[::ffff:7f00:1], 127.0.0.1",
    "[::FFFF:7F00:0001], 127.0.0.1",
    "[0:0:0:0:0:ffff:169.254.169.254], 169.254.169.254",
    "[FE80::1], [fe80::1]",
    "[fd00:ec2::254], [fd00:ec2::254]",
    "[FD00:0EC2:0:0:0:0:0:0254], [fd00:ec2::254]",
    "[2606:4700:4700:0:0:0:0:1111], [2606:4700:4700::1111]",
    "Example.COM, example.com",
    "example.com., example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "a_b.example, a_b.example",
    "localhost, localhost",
    "127.0.0.1.nip.io, 127.0.0.1.nip.io",
    "0x7f.example, 0x7f.example",
  })
  void one_spelling_is_left(String written, String canonical) {
    assertThat(Host.read(written).map(Host::text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "-a.example",
        "a-.example",
        "256.1.1.1",
        "1.2.3.4.5",
        "4294967296",
        "127.0.0.0x",
        "127.0.0.08",
        "1.2.3.999",
        "example.123",
        "1.2.3.4/8",
        "1.2.3.*",
        "*",
        "*.example.com",
        "[fe80::1%eth0]",
        "[fe80::1%25eth0]",
        "[::1",
        "::1",
        "[]",
        "[127.0.0.1]",
        "[::1/128]",
        "[1::2::3]",
        "[12345::]",
        "a b",
        "a%00b",
        "user@example.com",
        "example.com:80",
        "127。0。0。1",
        "１２７.0.0.1",
        "ⓔxample.com",
        "bücher.example",
        "a\\b",
        "a,b",
        "a\tb"
      })
  void what_is_no_host_is_nothing(String written) {
    assertThat(Host.read(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Bücher.Example, xn--bcher-kva.example",
    "EXAMPLE.com., example.com",
    "１２７.0.0.1, 127.0.0.1",
    "[::1], [::1]"
  })
  void an_operator_may_write_any_language(String written, String canonical) {
    assertThat(Host.readConfigured(written).map(Host::text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", "a b", "*"})
  void what_an_operator_wrote_may_be_wrong(String written) {
    assertThat(Host.readConfigured(written)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "example.com:443, example.com:443",
    "EXAMPLE.com:0443, example.com:443",
    "example.com, example.com:80",
    "example.com:, example.com:80",
    "[::1]:443, [::1]:443",
    "[::1], [::1]:80",
    "0x7f.1:8080, 127.0.0.1:8080"
  })
  void a_target_is_a_host_and_a_port(String authority, String canonical) {
    assertThat(Target.read(authority, 80).map(Target::toString)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":443",
        "example.com:0",
        "example.com:65536",
        "example.com:-1",
        "example.com:https",
        "example.com:80:80",
        "user@example.com:80",
        "user:secret@example.com:80",
        "::1:80",
        "example.com:99999",
        "example.com: 80",
        "example.com:+80",
        "example.com:٨٠"
      })
  void what_is_no_target_is_nothing(String authority) {
    assertThat(Target.read(authority, 80)).isEmpty();
  }
}
