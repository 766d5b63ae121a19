package drover.http;

import drover.intake.Positioned;
import drover.task.TaskRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Answers to whoever handed in a task that is durable now. */
public final class Receipts {
  /** What a run is called where people look for it. */
  @FunctionalInterface
  public interface Names {
    /**
     * @param request that became the run
     * @param run its id
     */
    String of(TaskRequest request, String run);
  }

  private final Names names;

  public Receipts(Names names) {
    this.names = names;
  }

  /** What a probe of the outside gets. */
  public Answer alive() {
    return new Answer(200, "text/plain", "ok", "", "");
  }

  /** 201 for a new run, 200 for one that is known: {@code docs/schemas/accepted.schema.json}. */
  public Answer of(@Variable("request") TaskRequest request, @Body Positioned placed) {
    String run = placed.accepted().run();
    boolean isNew = placed.accepted().isNew();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", names.of(request, run));
    document.put("message", isNew ? "accepted" : "known already, nothing new begins");
    document.put("run", run);
    document.put("state", placed.accepted().state());
    document.put("position", placed.position());
    return Answer.json(isNew ? 201 : 200, document).at("/api/runs/" + run);
  }
}
