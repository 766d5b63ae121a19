package drover.machine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories and files that no other user of the machine may look into. */
public final class OwnFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnFiles() {}

  /** Makes a directory and those above it; one that is there already stays as its owner made it. */
  public static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, permissions(directory, DIRECTORY));
  }

  /** A directory that belongs to the factory alone: made, or closed to others. */
  public static void closeDirectory(Path directory) throws IOException {
    makeDirectory(directory);
    close(directory, DIRECTORY);
  }

  /** A file that belongs to the factory alone: made empty, or closed to others. */
  public static void closeFile(Path file) throws IOException {
    try {
      Files.createFile(file, permissions(file, FILE));
    } catch (FileAlreadyExistsException e) {
      close(file, FILE);
    }
  }

  private static void close(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (isPosix(path) && !permissions.containsAll(Files.getPosixFilePermissions(path))) {
      try {
        Files.setPosixFilePermissions(path, permissions);
      } catch (FileSystemException e) {
        LOG.warn("{} can be read by others and is not ours to close: {}", path, e.getReason());
      }
    }
  }

  private static FileAttribute<?>[] permissions(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
