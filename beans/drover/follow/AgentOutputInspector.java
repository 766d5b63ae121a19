package drover.follow;

import drover.follow.AgentEvent.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads saved agent output from beginning to end. */
public final class AgentOutputInspector {

  private final AgentOutputReader reader = new AgentOutputReader();
  private final PriceTable prices;
  private final int maximumLineBytes;

  public AgentOutputInspector(PriceTable prices) {
    this(prices, LineFramer.DEFAULT_MAXIMUM_LINE_BYTES);
  }

  /**
   * @param maximumLineBytes a longer line is counted as malformed and never held
   */
  public AgentOutputInspector(PriceTable prices, int maximumLineBytes) {
    this.prices = prices;
    this.maximumLineBytes = maximumLineBytes;
  }

  public Inspection inspect(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return inspect(input);
    }
  }

  public Inspection inspect(InputStream input) throws IOException {
    return Inspection.of(report(input));
  }

  /** The report behind the document. */
  public TurnReport report(InputStream input) throws IOException {
    TurnReport report = new TurnReport(prices);
    LineFramer framer = new LineFramer(new Folding(report), 0, maximumLineBytes);
    OutputLines.pump(input, framer);
    report.reached(framer.position());
    return report;
  }

  private final class Folding implements LineSink {
    private final TurnReport report;

    Folding(TurnReport report) {
      this.report = report;
    }

    @Override
    public void line(byte[] buffer, int offset, int length, long offsetAfter) {
      report.add(reader.read(buffer, offset, length));
    }

    @Override
    public void tooLong(long length, long offsetAfter) {
      report.add(new Malformed("a line of " + length + " bytes"));
    }
  }
}
