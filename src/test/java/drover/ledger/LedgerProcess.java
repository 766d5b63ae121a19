package drover.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process on the same ledger: {@code LedgerProcess ADDRESS write|count PREFIX NUMBER}. */
final class LedgerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private LedgerProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static LedgerProcess start(LedgerAddress ledger, String action, String prefix, int number)
      throws IOException {
    return start(List.of(), ledger, action, prefix, number);
  }

  /**
   * @param wrapper program that starts the process, with its arguments
   */
  static LedgerProcess start(
      List<String> wrapper, LedgerAddress ledger, String action, String prefix, int number)
      throws IOException {
    List<String> argv = new ArrayList<>(wrapper);
    argv.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerProcess.class.getName(),
            Store.format(ledger),
            action,
            prefix,
            "" + number));
    return new LedgerProcess(new ProcessBuilder(argv).redirectErrorStream(true).start());
  }

  String line() throws IOException {
    return output.readLine();
  }

  List<String> linesToTheEnd() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    process.waitFor();
    return lines;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) {
    try (Ledger ledger = Ledger.open(Store.parse(args[0]))) {
      System.out.println("open");
      if (args[1].equals("count")) {
        System.out.println(ledger.read().runs().count());
      } else {
        write(ledger, args[2], Integer.parseInt(args[3]));
      }
    } catch (LedgerException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void write(Ledger ledger, String prefix, int number) {
    for (int n = 0; n < number; n++) {
      Sample.insert(ledger, prefix + n);
      System.out.println(prefix + n);
    }
  }
}
