package drover.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the socket of a door lies. Socket and directory belong to whoever owns the directory that
 * was asked for, so that a sandbox with a user of its own can open the door and nobody else can.
 *
 * @param made a directory that was made for it, because the path would have been too long
 */
public record DoorSocket(Path path, Path owner, Optional<Path> made) {
  /** A limit of the kernel. */
  private static final int LONGEST_PATH_BYTES = 107;

  /** A path where no socket lies; what a factory left that died there is removed. */
  public static DoorSocket in(Path directory, String name) {
    try {
      Path path = directory.toAbsolutePath().resolve(name);
      if (bytes(path) <= LONGEST_PATH_BYTES) {
        Files.deleteIfExists(path);
        return new DoorSocket(path, directory, Optional.empty());
      }
      Path shorter = Files.createTempDirectory("drover-");
      Files.setOwner(shorter, Files.getOwner(directory));
      return new DoorSocket(shorter.resolve(name), directory, Optional.of(shorter));
    } catch (IOException e) {
      throw new UncheckedIOException("no socket can be made for " + directory, e);
    }
  }

  /** After the socket is there: only its owner may open it. */
  public void lock() {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      Files.setOwner(path, Files.getOwner(owner));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give the socket " + path + " to its owner", e);
    }
  }

  /** After the socket is gone. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
      if (made.isPresent()) {
        Files.deleteIfExists(made.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
