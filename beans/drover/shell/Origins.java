package drover.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a text comes from that only running would show. */
final class Origins {
  private static final Set<String> DOWNLOADERS =
      Set.of(
          "curl", "wget", "wget2", "fetch", "aria2c", "axel", "http", "https", "xh", "xhs",
          "curlie", "lynx", "w3m", "nc", "ncat", "netcat", "telnet", "ftp", "tftp");

  private static final Set<String> DECODERS =
      Set.of(
          "base64",
          "base32",
          "basenc",
          "xxd",
          "od",
          "hexdump",
          "openssl",
          "gpg",
          "rev",
          "tr",
          "uudecode",
          "gunzip",
          "zcat",
          "bunzip2",
          "bzcat",
          "unxz",
          "xzcat",
          "zstdcat",
          "gzip");

  private static final Pattern FETCHING_CODE =
      Pattern.compile(
          "urlopen|urlretrieve|requests\\.get|https?\\.get|\\bfetch\\(|LWP|Net::HTTP"
              + "|open-uri|file_get_contents\\(.http|HTTP::Tiny|socket");

  private Origins() {}

  /** The mark for what these print, given what they read. */
  static char of(List<Call> calls, Feed feed) {
    if (calls.stream().anyMatch(Origins::downloads) || feed.mark() == Marks.DOWNLOADED) {
      return Marks.DOWNLOADED;
    }
    if (calls.stream().anyMatch(call -> DECODERS.contains(call.program()))
        || feed.mark() == Marks.DECODED) {
      return Marks.DECODED;
    }
    return Marks.UNKNOWN;
  }

  static boolean downloads(Call call) {
    return DOWNLOADERS.contains(call.program())
        || (Interpreters.runsCode(call.program())
            && call.arguments().stream().anyMatch(text -> FETCHING_CODE.matcher(text).find()));
  }

  /** The gravest mark in a text; {@code -} where there is none. */
  static char worst(String text) {
    if (text.indexOf(Marks.DOWNLOADED) >= 0) {
      return Marks.DOWNLOADED;
    }
    return text.indexOf(Marks.DECODED) >= 0
        ? Marks.DECODED
        : text.indexOf(Marks.UNKNOWN) >= 0 ? Marks.UNKNOWN : '-';
  }
}
