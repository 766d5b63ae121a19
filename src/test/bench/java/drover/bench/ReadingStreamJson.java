package drover.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import drover.follow.AgentOutputInspector;
import drover.follow.InferredPrices;
import drover.follow.Inspection;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads about 200 MB of stream-json with everything the product takes from it, beside newline
 * framing, bare Jackson streaming and jq in the same run, and prints rates and ratios.
 *
 * <p>Started by {@code src/test/bench/reading-stream-json [megabytes]}.
 */
public final class ReadingStreamJson {

  private static final int MEGABYTE = 1_000_000;
  private static final int ROUNDS = 5;
  private static final int LINES_FOR_THE_LOOP = 50;

  /** Characters of a tool's output, on average: lines then come to about 7 KB. */
  private static final int MEAN_PADDING = 45_000;

  private static final int HALF_SOURCE = 250_000;

  /** As it stands in a JSON string. */
  private static final String LINE_END = "\\n    ";

  private final Path file;
  private final double megabytes;

  private ReadingStreamJson(Path file, double megabytes) {
    this.file = file;
    this.megabytes = megabytes;
  }

  public static void main(String[] arguments) throws Exception {
    int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    Path file = Files.createTempFile("reading-stream-json", ".jsonl");
    try {
      long lines = write(file, (long) size * MEGABYTE);
      double megabytes = Files.size(file) / (double) MEGABYTE;
      System.out.printf(
          "%.0f MB in %,d lines (%.1f KB each), JDK %s, load average %.2f%n",
          megabytes, lines, megabytes * 1_000 / lines, Runtime.version().feature(), load());
      new ReadingStreamJson(file, megabytes).run();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void run() throws Exception {
    double framing = 0;
    double jackson = 0;
    double product = 0;
    // Rounds alternate, so that other load on the machine hits all three alike; best round counts.
    for (int round = 0; round < ROUNDS; round++) {
      framing = Math.max(framing, rate(this::countNewlines));
      jackson = Math.max(jackson, rate(this::countTokens));
      double now = rate(this::inspect);
      product = Math.max(product, now);
      if (round == 0) {
        System.out.printf("%-34s %9.1f MB/s%n", "inspect, first pass (cold)", now);
      }
    }
    System.out.printf("%-34s %9.1f MB/s%n", "inspect, warm", product);
    report("newline framing", framing, product, 0.15);
    report("bare Jackson streaming", jackson, product, 0.7);
    if (has("jq")) {
      report("jq, one pass", rate(this::jqOnePass), product, 2);
      report("one jq per line (extrapolated)", jqPerLine(), product, 1_000);
    } else {
      System.out.println("jq is not installed: its two comparisons are left out");
    }
    System.out.printf("load average %.2f%n", load());
  }

  private static void report(String peer, double rate, double product, double target) {
    double ratio = product / rate;
    System.out.printf(
        "%-34s %9.1f MB/s   inspect is %.2f of it, target %s: %s%n",
        peer, rate, ratio, target, ratio >= target ? "met" : "MISSED");
  }

  private interface Pass {
    long run() throws Exception;
  }

  private double rate(Pass pass) throws Exception {
    long start = System.nanoTime();
    if (pass.run() <= 0) {
      throw new IllegalStateException("the pass saw nothing");
    }
    return megabytes / ((System.nanoTime() - start) / 1e9);
  }

  private long countNewlines() throws IOException {
    long newlines = 0;
    byte[] chunk = new byte[128 << 10];
    try (InputStream input = Files.newInputStream(file)) {
      for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
        for (int i = 0; i < read; i++) {
          newlines += chunk[i] == '\n' ? 1 : 0;
        }
      }
    }
    return newlines;
  }

  private long countTokens() throws IOException {
    long tokens = 0;
    try (InputStream input = Files.newInputStream(file);
        JsonParser json = new JsonFactory().createParser(input)) {
      while (json.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private long inspect() throws IOException {
    Inspection seen = new AgentOutputInspector(InferredPrices.TABLE).inspect(file);
    if (seen.malformed() > 0) {
      throw new IllegalStateException("malformed lines: " + seen.malformed());
    }
    return seen.lines();
  }

  private long jqOnePass() throws IOException, InterruptedException {
    return finished(new ProcessBuilder("jq", "-c", ".type").redirectInput(file.toFile()));
  }

  /** What a shell loop does that starts one jq for each line it reads. */
  private double jqPerLine() throws IOException, InterruptedException {
    Path sample = Files.createTempFile("one-jq-per-line", ".jsonl");
    try {
      try (Stream<String> lines = Files.lines(file)) {
        Files.write(sample, lines.limit(LINES_FOR_THE_LOOP).toList());
      }
      String loop = "while IFS= read -r line; do printf '%s\\n' \"$line\" | jq -r .type; done";
      long start = System.nanoTime();
      finished(new ProcessBuilder("sh", "-c", loop).redirectInput(sample.toFile()));
      double seconds = (System.nanoTime() - start) / 1e9;
      return Files.size(sample) / (double) MEGABYTE / seconds;
    } finally {
      Files.deleteIfExists(sample);
    }
  }

  private static long finished(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command.command() + " did not end well");
    }
    return 1;
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Real transcript lines over and over, tool results grown to sizes that real work has. */
  private static long write(Path file, long bytes) throws IOException {
    List<String> lines = transcriptLines();
    Random random = new Random(7);
    String source = sourceText(random);
    long written = 0;
    long count = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      while (written < bytes) {
        for (String line : lines) {
          byte[] grown = (grow(line, source, random) + "\n").getBytes(UTF_8);
          out.write(grown);
          written += grown.length;
          count++;
        }
      }
    }
    return count;
  }

  private static List<String> transcriptLines() throws IOException {
    List<String> lines = new ArrayList<>();
    Path folder = Path.of("src/test/resources/transcripts");
    for (String name : List.of("publish-e2e", "partial-messages", "subagent", "stop-max-tokens")) {
      lines.addAll(Files.readAllLines(folder.resolve(name + ".jsonl")));
    }
    return lines;
  }

  /** The CLI prints a tool's output twice: as the model sees it, and as the tool gave it. */
  private static String grow(String line, String source, Random random) {
    int length = (int) Math.min(HALF_SOURCE, -Math.log(random.nextDouble()) * MEAN_PADDING);
    int from = random.nextInt(HALF_SOURCE);
    String padding = source.substring(lineStart(source, from), lineStart(source, from + length));
    String seen = insertAfter("\"type\":\"tool_result\",\"content\":\"", padding, line);
    return insertAfter("\"tool_use_result\":{\"stdout\":\"", padding, seen);
  }

  /** Start of a source line at or after this place: never within an escape. */
  private static int lineStart(String source, int place) {
    return source.indexOf(LINE_END, place) + LINE_END.length();
  }

  private static String insertAfter(String key, String padding, String line) {
    int at = line.indexOf(key);
    int end = at + key.length();
    return at < 0 ? line : line.substring(0, end) + padding + line.substring(end);
  }

  /** Looks like source code in a JSON string: an escape every few dozen characters. */
  private static String sourceText(Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 2 * HALF_SOURCE) {
      int words = 3 + random.nextInt(8);
      for (int i = 0; i < words; i++) {
        text.append("abcdefghijklmnopqrstuvwxyz", 0, 2 + random.nextInt(9)).append(' ');
      }
      text.append(random.nextInt(3) == 0 ? "= \\\"x\\\";" : "();").append(LINE_END);
    }
    return text.append(LINE_END).toString();
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
