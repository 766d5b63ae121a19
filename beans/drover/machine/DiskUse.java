package drover.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/** How much files take; links are not followed, and what goes meanwhile counts nothing. */
public final class DiskUse {
  private DiskUse() {}

  /**
   * @return bytes; 0 where there is nothing
   */
  public static long of(Path root) {
    if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    AtomicLong bytes = new AtomicLong();
    try {
      Files.walkFileTree(root, new Sum(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + root, e);
    }
    return bytes.get();
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private final AtomicLong bytes;

    Sum(AtomicLong bytes) {
      this.bytes = bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes.addAndGet(attributes.size());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // gone since, or closed by an agent: the rest still counts
    }
  }
}
