package drover.workspace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The repository that a run starts from and delivers to, as it is on this machine.
 *
 * @param name what people call it: the directory or URL of the task
 * @param directory where git commands run
 * @param objects directory of its objects, which workspaces borrow
 * @param refs namespace of its branches: {@code refs/heads/} or {@code refs/remotes/origin/}
 * @param shallow file that marks a shallow clone
 */
record SourceRepository(
    String name, Path directory, Path objects, String refs, Optional<Path> shallow) {}
