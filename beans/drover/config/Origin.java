package drover.config;

import java.util.Comparator;

/** Where a value was given, so that a problem with it can be found and mended there. */
sealed interface Origin {

  /** Files before variables; in a file from top to bottom. */
  Comparator<Origin> READING_ORDER =
      Comparator.comparing(Origin::isVariable)
          .thenComparing(Origin::source)
          .thenComparingInt(Origin::line);

  String source();

  int line();

  boolean isVariable();

  /** The opening of a message about the key given here. */
  String subject(KeyPath key);

  record FileLine(String source, int line) implements Origin {
    @Override
    public boolean isVariable() {
      return false;
    }

    @Override
    public String subject(KeyPath key) {
      return at(key.toString());
    }

    String at(String text) {
      return source + ":" + line + ": " + text;
    }
  }

  /** The variable {@code source} stands for {@code overridden}. */
  record Variable(String source, KeyPath overridden) implements Origin {
    @Override
    public int line() {
      return 0;
    }

    @Override
    public boolean isVariable() {
      return true;
    }

    @Override
    public String subject(KeyPath key) {
      return key.isWithin(overridden)
          ? source + key.toString().substring(overridden.toString().length())
          : source;
    }
  }
}
