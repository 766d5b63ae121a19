package drover.review;

import drover.turn.TurnResult;
import drover.verify.Verified;

/** The commit with the best review so far, which had passed its checks, and what is known of it. */
public record BestSoFar(TurnResult turn, Verified verify, Review review) {
  /** For routes. */
  public int getTotal() {
    return review.getTotal();
  }
}
