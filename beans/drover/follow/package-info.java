/**
 * Reads what a coding agent prints: frames lines, turns each into an {@link
 * drover.follow.AgentEvent}, folds them into a {@link drover.follow.TurnReport} and says how the
 * turn ended. Knows the stream of Claude Code and the event streams of codex, gemini and opencode.
 */
@NullMarked
package drover.follow;

import org.jspecify.annotations.NullMarked;
