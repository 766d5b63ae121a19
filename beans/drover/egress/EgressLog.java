package drover.egress;

import drover.ledger.Claim;
import drover.ledger.EventType;

/** Where it is told to which hosts a run goes. */
public interface EgressLog {
  /**
   * @param text one line for people
   * @throws drover.ledger.FencedOut when somebody else owns the run now
   */
  void tell(Claim claim, EventType type, String text);
}
