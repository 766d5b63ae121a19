package drover.follow;

/** Tells byte by byte where the JSON values of a document begin and end. */
final class ValueCutter {

  enum Step {
    WITHIN,
    STARTED,
    ENDED,
    CLOSED
  }

  private int outside;
  private int depth;
  private boolean inString;
  private boolean escaped;

  /**
   * The opening bracket of the document has been read.
   *
   * @param depthOfDocument 1 inside an array of values, 0 inside a value by itself
   */
  void startInside(int depthOfDocument) {
    outside = depthOfDocument;
    depth = 1;
    inString = false;
    escaped = false;
  }

  boolean insideValue() {
    return depth > outside;
  }

  Step step(byte b) {
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return Step.WITHIN;
    }
    return switch (b) {
      case '"' -> {
        inString = true;
        yield Step.WITHIN;
      }
      case '{', '[' -> ++depth == outside + 1 ? Step.STARTED : Step.WITHIN;
      case '}', ']' -> close();
      default -> Step.WITHIN;
    };
  }

  private Step close() {
    depth--;
    if (depth == outside) {
      return Step.ENDED;
    }
    return depth < outside ? Step.CLOSED : Step.WITHIN;
  }
}
