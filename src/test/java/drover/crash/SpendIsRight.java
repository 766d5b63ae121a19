package drover.crash;

import drover.ledger.TurnRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the ledger says an invocation cost is what the agent's own output on the disk says. */
final class SpendIsRight implements Invariant {
  private static final double NOISE_USD = 1e-6;

  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun(
        (run, record) -> {
          List<String> wrong = new ArrayList<>();
          double sum = 0;
          for (TurnRecord turn : aftermath.ledger().read().turns().all(record.id())) {
            Path file = aftermath.grounds().runDirectory(record.id()).resolve(turn.file());
            double onDisk = Files.exists(file) ? Transcript.of(file).cost() : 0;
            double booked =
                aftermath
                    .ledger()
                    .read()
                    .spend()
                    .ofInvocation(record.id(), turn.turn(), turn.invocation());
            sum += onDisk;
            compare("turn %d-%d".formatted(turn.turn(), turn.invocation()), booked, onDisk, wrong);
          }
          compare("the run", aftermath.ledger().read().spend().ofRun(record.id()), sum, wrong);
          return wrong;
        });
  }

  private static void compare(String what, double booked, double onDisk, List<String> wrong) {
    if (Math.abs(booked - onDisk) > NOISE_USD) {
      wrong.add("%s costs %.6f USD, its output says %.6f".formatted(what, booked, onDisk));
    }
  }
}
