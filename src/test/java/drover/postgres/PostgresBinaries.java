package drover.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL, unpacked once for all tests of a user. */
final class PostgresBinaries {
  private static final Set<PosixFilePermission> PROGRAM =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private PostgresBinaries() {}

  /** Directory with {@code bin}, {@code lib} and {@code share}, readable for every user. */
  static Path unpacked() throws IOException {
    String user = System.getProperty("user.name");
    Path home = Path.of(System.getProperty("java.io.tmpdir"), "drover-postgres-17-" + user);
    Path guard = home.resolveSibling(home.getFileName() + ".lock");
    synchronized (PostgresBinaries.class) { // a file lock does not tell threads apart
      try (FileChannel channel =
              FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        Path complete = home.resolve("complete");
        if (lock.isValid() && Files.notExists(complete)) {
          unpack(home);
          Files.createFile(complete);
        }
      }
    }
    return home;
  }

  private static void unpack(Path home) throws IOException {
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PROGRAM);
    try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), arch());
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(entry, tar, home.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void place(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PROGRAM);
      return;
    }
    Files.createDirectories(target.getParent());
    Files.deleteIfExists(target);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      Files.setPosixFilePermissions(target, PROGRAM);
    }
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        ? "Darwin"
        : "Linux";
  }

  private static String arch() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64";
  }
}
