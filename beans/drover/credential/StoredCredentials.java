package drover.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Credentials that were handed to the factory itself: one file each, below {@code credentials} of
 * the data directory, that only its owner may read.
 */
public final class StoredCredentials {
  /** The subscription that pays for turns of Claude Code. */
  public static final String CLAUDE = "claude";

  /** The API key that pays for turns of opencode. */
  public static final String OPENCODE = "opencode";

  private final Path directory;

  public StoredCredentials(Path dataDirectory) {
    this.directory = dataDirectory.resolve("credentials");
  }

  public Optional<String> find(String name) {
    Path file = directory.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file).strip()).filter(secret -> !secret.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the stored credential " + file, e);
    }
  }

  /** Whoever reads at the same time finds the old one or the new one. */
  public void store(String name, String secret) {
    var ownersOnly = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, ownersOnly);
      // a temporary file belongs to its owner alone from the first moment
      Path whole = Files.createTempFile(directory, name, ".new");
      Files.write(whole, secret.getBytes(StandardCharsets.UTF_8));
      Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store a credential in " + directory, e);
    }
  }

  /** Whether there was one. */
  public boolean remove(String name) {
    try {
      return Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove a credential from " + directory, e);
    }
  }
}
