package drover.review;

import java.util.List;
import java.util.Map;

/** What a reviewer answered, held against the schema. */
public sealed interface Judgement {
  /** For routes. */
  boolean isUsable();

  /** Scores from 0 to 5 by criterion. */
  record Scored(Map<String, Integer> scores, List<String> findings) implements Judgement {
    @Override
    public boolean isUsable() {
      return true;
    }
  }

  /** The answer did not fit the schema. */
  record Unusable(String problem, String session) implements Judgement {
    @Override
    public boolean isUsable() {
      return false;
    }
  }
}
