package drover.crash;

import java.nio.file.Path;

/**
 * Where a run on GitHub delivers to, as its factory is told.
 *
 * @param bare the repository itself, for who looks what is left
 */
public record GithubPlace(String apiUrl, String repository, String token, Path bare) {}
