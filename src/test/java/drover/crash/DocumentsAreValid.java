package drover.crash;

import drover.factory.StepResults;
import drover.json.Json;
import drover.schemas.Schemas;
import drover.view.RunDocuments;
import java.util.List;

/** What is printed about a run is what the schema of runs promises. */
final class DocumentsAreValid implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    RunDocuments documents = new RunDocuments(aftermath.ledger(), StepResults.TYPES);
    return aftermath.ofEachRun(
        (run, record) -> Schemas.problems("run", Json.write(documents.of(record))));
  }
}
