package drover.guard;

import drover.follow.AgentEvent;
import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.machine.UnixListener;
import drover.run.RunEnded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the hooks of one live turn ask the guard: a socket that is mounted into its sandbox. A
 * connection carries one question, ended by closing its side, and one answer: the line {@code
 * allow}, or the line {@code deny} and a sentence.
 */
public final class GuardDoor implements AutoCloseable {
  /** Reason code of a turn whose hooks do not ask. */
  public static final String GUARD_SILENT = "guard-silent";

  private static final Logger LOG = LoggerFactory.getLogger(GuardDoor.class);
  private static final int LARGEST_QUESTION_BYTES = 4 << 20;
  private static final int AT_ONCE = 8;
  private static final int MOST_NOTICES = 200;
  private static final int LONGEST_COMMAND = 200;

  private final Guard guard;
  private final Consumer<String> notices;
  private final Asked asked = new Asked();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AtomicInteger told = new AtomicInteger();
  private final UnixListener listener;

  private GuardDoor(Path socket, Guard guard, Consumer<String> notices) {
    this.guard = guard;
    this.notices = notices;
    this.listener = UnixListener.open(socket, this::serve);
  }

  /**
   * @param socket path that does not exist yet; at most 107 bytes
   * @param notices is told of every denial, one line for people; from threads of its own
   */
  public static GuardDoor open(Path socket, Guard guard, Consumer<String> notices) {
    return new GuardDoor(socket, guard, notices);
  }

  public Path socket() {
    return listener.socket();
  }

  /** Whether the agent's session has reported to the guard. */
  public boolean sessionBegan() {
    return asked.sessionBegan();
  }

  /** What is wrong, if the event shows that a tool ran without the guard's leave. */
  public Optional<String> silence(AgentEvent event) {
    return asked.silence(event);
  }

  /**
   * For every event of a live turn, not for what a lost one had printed.
   *
   * @throws RunEnded when a tool ran without the guard's leave: the hooks do not work
   */
  public void requireAsked(AgentEvent event) {
    silence(event)
        .ifPresent(
            what -> {
              throw RunEnded.failed(
                  "failed",
                  GUARD_SILENT
                      + ": "
                      + what
                      + ", so the guardrail hooks do not work; look at the managed settings in the"
                      + " sandbox and at what the agent's CLI says about hooks");
            });
  }

  @Override
  public void close() {
    listener.close();
  }

  private void serve(SocketChannel connection) throws IOException {
    places.acquireUninterruptibly();
    try {
      byte[] answer = (answer(read(connection)) + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer out = ByteBuffer.wrap(answer);
      while (out.hasRemaining()) {
        connection.write(out);
      }
    } finally {
      places.release();
    }
  }

  /** Empty when it is too long. */
  private static Optional<String> read(SocketChannel connection) throws IOException {
    ByteArrayOutputStream question = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
    long length = 0;
    while (connection.read(chunk) >= 0) {
      length += chunk.position();
      if (length <= LARGEST_QUESTION_BYTES) {
        question.write(chunk.array(), 0, chunk.position());
      }
      chunk.clear();
    }
    return length <= LARGEST_QUESTION_BYTES
        ? Optional.of(question.toString(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private String answer(Optional<String> json) {
    Question question =
        json.map(Question::of).orElse(new Question.Malformed("it is longer than 4 MiB"));
    return switch (question) {
      case Question.SessionBegins begins -> {
        asked.sessionBegins();
        yield "allow";
      }
      case Question.Malformed malformed ->
          "deny\nThe guard cannot read what it was asked: "
              + malformed.why()
              + ". Do it in smaller parts.";
      case Question.OfTool of -> {
        Verdict verdict = judge(of.call());
        asked.about(of.call().id(), verdict);
        yield switch (verdict) {
          case Verdict.Allowed allowed -> "allow";
          case Denied denied -> {
            tell(of.call(), denied);
            yield "deny\n" + denied.sentence();
          }
        };
      }
    };
  }

  /** A rule that fails must not let anything pass. */
  private Verdict judge(ToolCall call) {
    try {
      return guard.judge(call);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("The guard failed over a call of {}; it was denied.", call.tool(), e);
      return new Denied(
          Rule.NOT_UNDERSTOOD, "The guard cannot judge this. Write it in another, plainer way.");
    }
  }

  private void tell(ToolCall call, Denied denied) {
    boolean isCanary = call.id().equals("canary");
    if (isCanary || told.incrementAndGet() > MOST_NOTICES) {
      return;
    }
    String what = call.inputs().getOrDefault("command", "").replaceAll("\\s+", " ").strip();
    String clipped =
        what.length() > LONGEST_COMMAND ? what.substring(0, LONGEST_COMMAND) + "…" : what;
    try {
      notices.accept(
          "denied to the agent (%s): %s: %s"
              .formatted(
                  denied.rule().word(), (call.tool() + " " + clipped).strip(), denied.sentence()));
    } catch (RuntimeException e) {
      LOG.warn("A denial could not be recorded: {}", e.getMessage(), e);
    }
  }
}
