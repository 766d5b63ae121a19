package drover.follow;

/**
 * Cuts agent output into lines, chunk by chunk as it comes, keeping the incomplete rest.
 *
 * <p>Lines end with a newline; a carriage return before it is dropped, empty lines are skipped.
 * Input that begins with a JSON array of objects, or with an object printed over several lines, is
 * cut into those objects instead. Which it is depends on the first bytes that are no white space,
 * never on how the input is cut into chunks.
 */
public final class LineFramer {

  /** 64 MiB. */
  public static final int DEFAULT_MAXIMUM_LINE_BYTES = 64 << 20;

  private static final byte[] NOTHING = {};

  private enum Form {
    UNDECIDED,
    LINES,
    ARRAY,
    OBJECTS
  }

  private final LineSink sink;
  private final int maximumLineBytes;
  private final HeldBytes held;
  private final ValueCutter cutter = new ValueCutter();
  private Form form = Form.UNDECIDED;
  private boolean newlineAfterOpener;
  private long position;
  private long lineEnd;

  public LineFramer(LineSink sink) {
    this(sink, 0, DEFAULT_MAXIMUM_LINE_BYTES);
  }

  /**
   * @param startOffset offset of the first byte that will be fed, to resume a followed file
   * @param maximumLineBytes longer lines are dropped without being held in memory
   */
  public LineFramer(LineSink sink, long startOffset, int maximumLineBytes) {
    this.sink = sink;
    this.position = startOffset;
    this.lineEnd = startOffset;
    this.held = new HeldBytes(maximumLineBytes);
    this.maximumLineBytes = maximumLineBytes;
  }

  /** Offset after the last complete line: where to resume. */
  public long resumeOffset() {
    return lineEnd;
  }

  /** Offset after the last byte fed. */
  public long position() {
    return position;
  }

  /** Takes the next bytes of the input; lines they complete go to the sink before this returns. */
  public void feed(byte[] chunk, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int next =
          switch (form) {
            case UNDECIDED -> decide(chunk, at, end, position);
            case LINES -> line(chunk, at, end, position);
            case ARRAY, OBJECTS -> value(chunk, at, end, position);
          };
      position += next - at;
      at = next;
    }
  }

  /** The input is over: hands out a last line that lacks its newline. */
  public void finish() {
    handOut(NOTHING, 0, 0, position);
    form = Form.UNDECIDED;
  }

  private int decide(byte[] chunk, int at, int end, long absolute) {
    for (int i = at; i < end; i++) {
      byte b = chunk[i];
      if (held.isEmpty()) {
        if (b == '{' || b == '[') {
          held.append(chunk, i, 1);
          newlineAfterOpener = false;
        } else if (!isWhiteSpace(b)) {
          form = Form.LINES;
          return i;
        }
      } else if (isWhiteSpace(b) && !held.overflown()) {
        newlineAfterOpener |= b == '\n';
        held.append(chunk, i, 1);
      } else {
        begin(formOf(held.first(), b), absolute + i - at);
        return i;
      }
    }
    return end;
  }

  private Form formOf(byte opener, byte next) {
    if (held.overflown()) {
      return Form.LINES;
    }
    if (opener == '[') {
      return next == '{' || next == ']' ? Form.ARRAY : Form.LINES;
    }
    return newlineAfterOpener && (next == '"' || next == '}') ? Form.OBJECTS : Form.LINES;
  }

  private void begin(Form decided, long absolute) {
    form = decided;
    switch (decided) {
      case ARRAY -> {
        held.clear();
        cutter.startInside(1);
      }
      case OBJECTS -> cutter.startInside(0);
      case LINES, UNDECIDED -> {
        if (!held.overflown()) {
          byte[] opening = held.copy();
          held.clear();
          long start = absolute - opening.length;
          for (int at = 0; at < opening.length; ) {
            at = line(opening, at, opening.length, start + at);
          }
        }
      }
    }
  }

  private int line(byte[] chunk, int at, int end, long absolute) {
    int newline = Newlines.indexOf(chunk, at, end);
    if (newline < 0) {
      held.append(chunk, at, end - at);
      return end;
    }
    handOut(chunk, at, newline - at, absolute + newline + 1 - at);
    return newline + 1;
  }

  private int value(byte[] chunk, int at, int end, long absolute) {
    int start = cutter.insideValue() ? at : end;
    for (int i = at; i < end; i++) {
      switch (cutter.step(chunk[i])) {
        case STARTED -> start = i;
        case ENDED -> {
          handOut(chunk, start, i + 1 - start, absolute + i + 1 - at);
          form = form == Form.OBJECTS ? Form.UNDECIDED : form;
          return i + 1;
        }
        case CLOSED -> {
          lineEnd = absolute + i + 1 - at;
          form = Form.UNDECIDED;
          return i + 1;
        }
        case WITHIN -> {}
      }
    }
    held.append(chunk, start, end - start);
    return end;
  }

  private void handOut(byte[] chunk, int offset, int length, long offsetAfter) {
    lineEnd = offsetAfter;
    if (held.isEmpty() && length <= maximumLineBytes) {
      emit(chunk, offset, length, offsetAfter);
      return;
    }
    held.append(chunk, offset, length);
    if (held.overflown()) {
      sink.tooLong(held.length(), offsetAfter);
    } else {
      emit(held.bytes(), 0, (int) held.length(), offsetAfter);
    }
    held.clear();
  }

  private void emit(byte[] buffer, int offset, int length, long offsetAfter) {
    int end = offset + length;
    if (end > offset && buffer[end - 1] == '\r') {
      end--;
    }
    for (int i = offset; i < end; i++) {
      if (!isWhiteSpace(buffer[i])) {
        sink.line(buffer, offset, end - offset, offsetAfter);
        return;
      }
    }
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
