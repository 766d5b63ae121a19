package drover.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.http.HttpProblem;
import drover.runtime.AgentRuntime;
import drover.task.TaskRequest;
import drover.workspace.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fields in which a document asks for a task: {@code docs/schemas/webhook.schema.json}. Other
 * fields are left alone.
 */
public final class TaskForm {
  private static final int MOST_PRIORITY = 100;
  private static final int MOST_TOOLS = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern BRANCH =
      Pattern.compile("[A-Za-z0-9_][^\\p{Cntrl} ~^:?*\\[\\\\]{0,199}");
  private static final Pattern TOOL = Pattern.compile("[A-Za-z][^\\p{Cntrl},]{0,199}");

  private final JobNames jobs;

  /** Tells names of jobs, those to come included, from names of agents. */
  public interface JobNames {
    boolean isJob(String name);
  }

  public TaskForm(JobNames jobs) {
    this.jobs = jobs;
  }

  /**
   * @param trigger that heard it
   * @throws HttpProblem 400 for whatever is wrong with a field
   */
  public TaskRequest read(ObjectNode asked, String trigger, String key, String requestedBy) {
    Map<String, String> params = new LinkedHashMap<>(params(asked));
    String job = job(asked, params);
    if (isReadOnly(asked)) {
      params.putIfAbsent("read-only", "true");
    }
    return TaskRequest.heard(trigger, key, requestedBy, job)
        .saying(text(asked, "prompt"), params)
        .about(repository(asked), branch(asked))
        .asking(text(asked, "executor").orElse(""), priority(asked), tools(asked))
        .by(runtime(asked));
  }

  private static Optional<AgentRuntime> runtime(ObjectNode asked) {
    Optional<String> named = text(asked, "runtime");
    Optional<AgentRuntime> runtime =
        Stream.of(AgentRuntime.values())
            .filter(known -> named.filter(known.word()::equals).isPresent())
            .findFirst();
    if (named.isPresent() && runtime.isEmpty()) {
      throw HttpProblem.badRequest("there is no such runtime; there are claude and opencode");
    }
    return runtime;
  }

  /** A name that is no job's is an agent's, done by the job for agents. */
  private String job(ObjectNode asked, Map<String, String> params) {
    Optional<String> job = text(asked, "job");
    Optional<String> agent = text(asked, "agent");
    String name =
        job.or(() -> agent)
            .orElseThrow(
                () ->
                    HttpProblem.badRequest(
                        "job or agent is missing, for example {\"job\":\"publisher\",\"prompt\":\"Write about ...\"}"));
    if (!NAME.matcher(name).matches()) {
      throw HttpProblem.badRequest("job and agent take letters, digits, - and _, at most 64");
    }
    if (jobs.isJob(name)) {
      agent.filter(led -> !jobs.isJob(led)).ifPresent(led -> params.putIfAbsent("agent", led));
      return name;
    }
    if (job.isPresent()) {
      return name; // refused with the list of those that there are
    }
    params.putIfAbsent("agent", name);
    return "agent";
  }

  /** A field of its own in a document, for jobs a parameter like any other. */
  private static boolean isReadOnly(ObjectNode asked) {
    JsonNode readOnly = asked.path("readOnly");
    if (!readOnly.isMissingNode() && !readOnly.isNull() && !readOnly.isBoolean()) {
      throw HttpProblem.badRequest("readOnly is true or false");
    }
    return readOnly.asBoolean(false);
  }

  private static Map<String, String> params(ObjectNode asked) {
    JsonNode given = asked.path("params");
    if (given.isMissingNode() || given.isNull()) {
      return Map.of();
    }
    if (!given.isObject()) {
      throw HttpProblem.badRequest("params is an object, for example {\"ticket\":\"IX-123\"}");
    }
    Map<String, String> params = new LinkedHashMap<>();
    given
        .properties()
        .forEach(
            param -> {
              if (!param.getValue().isTextual()) {
                throw HttpProblem.badRequest("every value in params is a text, in quotes");
              }
              params.put(param.getKey(), param.getValue().textValue());
            });
    return params;
  }

  private static Optional<String> repository(ObjectNode asked) {
    return text(asked, "repo")
        .map(name -> RepositoryName.parse(name).orElseThrow(() -> noRepository()));
  }

  private static HttpProblem noRepository() {
    return HttpProblem.badRequest(
        "repo is owner/name, a URL without a credential, or an absolute path on the server");
  }

  private static Optional<String> branch(ObjectNode asked) {
    Optional<String> branch = text(asked, "branch");
    if (branch.filter(name -> !BRANCH.matcher(name).matches()).isPresent()) {
      throw HttpProblem.badRequest("branch is the name of the branch to start from");
    }
    return branch;
  }

  private static int priority(ObjectNode asked) {
    JsonNode given = asked.path("priority");
    if (given.isMissingNode() || given.isNull()) {
      return 0;
    }
    if (!given.isInt() || Math.abs(given.intValue()) > MOST_PRIORITY) {
      throw HttpProblem.badRequest(
          "priority is a whole number from -%d to %d".formatted(MOST_PRIORITY, MOST_PRIORITY));
    }
    return given.intValue();
  }

  /** One text with commas, as in an AgentTask, or a list of texts. */
  private static Optional<List<String>> tools(ObjectNode asked) {
    JsonNode given = asked.path("allowedTools");
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    List<String> tools = new ArrayList<>();
    if (given.isTextual()) {
      Stream.of(given.textValue().split(",")).map(String::strip).forEach(tools::add);
    } else if (given.isArray()) {
      given.forEach(tool -> tools.add(tool.isTextual() ? tool.textValue().strip() : ""));
    }
    boolean isRight = tools.stream().allMatch(tool -> TOOL.matcher(tool).matches());
    if (tools.isEmpty() || tools.size() > MOST_TOOLS || !isRight) {
      throw HttpProblem.badRequest(
          "allowedTools is a list of names, for example \"Read,Grep\", without commas in a name");
    }
    return Optional.of(tools);
  }

  private static Optional<String> text(ObjectNode asked, String field) {
    JsonNode value = asked.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw HttpProblem.badRequest(field + " is a text, in quotes");
    }
    return Optional.of(value.textValue()).filter(text -> !text.isBlank());
  }
}
