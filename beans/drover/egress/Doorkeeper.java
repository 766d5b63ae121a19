package drover.egress;

/** Holds a request to the gate and tells the run what became of it. */
final class Doorkeeper {
  private static final String UNREADABLE =
      "the request names no host and port that can be read; use http://host/path, or CONNECT"
          + " host:443 for https";

  private final Gate gate;
  private final DoorLog log;

  Doorkeeper(Gate gate, DoorLog log) {
    this.gate = gate;
    this.log = log;
  }

  Decision decide(Request request) {
    RequestTarget wanted = RequestTarget.of(request);
    return wanted
        .target()
        .map(target -> decide(wanted, target))
        .orElseGet(() -> refused(DoorLog.cleaned(wanted.wish()), UNREADABLE));
  }

  private Decision decide(RequestTarget wanted, Target target) {
    return switch (gate.admit(target)) {
      case Verdict.Refused refused -> refused(target.toString(), refused.why());
      case Verdict.Unknown unknown ->
          Decision.Turned.unreachable(target.toString(), "no address is known for that name");
      case Verdict.Admitted admitted -> {
        log.went(target);
        yield new Decision.Go(wanted, target, admitted.addresses());
      }
    };
  }

  private Decision refused(String wish, String why) {
    log.refused(wish, why);
    return Decision.Turned.refused(wish, why);
  }
}
