package drover.http;

import drover.intake.Positioned;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to whoever handed in a task that is durable now. */
public final class Receipts {

  /** What a probe of the outside gets. */
  public Answer alive() {
    return new Answer(200, "text/plain", "ok", "", "");
  }

  /** 201 for a new run, 200 for one that is known: {@code docs/schemas/accepted.schema.json}. */
  public Answer of(Positioned placed) {
    String run = placed.accepted().run();
    boolean isNew = placed.accepted().isNew();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", run);
    document.put("message", isNew ? "accepted" : "known already, nothing new begins");
    document.put("run", run);
    document.put("state", placed.accepted().state());
    document.put("position", placed.position());
    return Answer.json(isNew ? 201 : 200, document).at("/api/runs/" + run);
  }
}
