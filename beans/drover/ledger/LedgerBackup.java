package drover.ledger;

import drover.machine.OwnFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;

/**
 * A copy of the embedded ledger as it was at one moment, made while others write. Its tables are
 * copied as they are: before an update, the older version's.
 */
public final class LedgerBackup {
  private LedgerBackup() {}

  /**
   * @param target a file that is not there yet; nobody but its owner may read it
   * @return bytes of the copy
   * @throws LedgerException when there is nothing to copy, or nowhere to; nothing is left then
   */
  public static long make(Path dataDirectory, Path target) {
    Path ledger = dataDirectory.resolve("ledger.db");
    if (!Files.isRegularFile(ledger)) {
      throw new LedgerException(
          "there is no ledger in %s: nothing to back up".formatted(dataDirectory));
    }
    refuseUnfit(target);
    Path draft = target.resolveSibling("." + target.getFileName() + ".making");
    try {
      Files.deleteIfExists(draft); // of one that was killed
      OwnFiles.closeFile(draft);
      copy(ledger, draft, target);
      place(draft, target);
      return Files.size(target);
    } catch (IOException e) {
      throw new LedgerException(
          "the backup %s cannot be written, %s: name a file in another directory"
              .formatted(target, reason(e)),
          e);
    } finally {
      remove(draft);
    }
  }

  /** What copies a ledger that is no file of ours, as a command line. */
  public static String commandFor(LedgerAddress.Postgres address) {
    return "pg_dump --format=custom --file=ledger.dump %s%s (PGPASSWORD or ~/.pgpass holds the password)"
        .formatted(
            address.user().map(user -> "--username=" + user + " ").orElse(""),
            "--dbname=postgresql://" + address.place());
  }

  private static void refuseUnfit(Path target) {
    if (Files.isDirectory(target)) {
      throw new LedgerException(
          "%s is a directory: name a file in it, such as %s"
              .formatted(target, target.resolve("ledger-backup.db")));
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere(target);
    }
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new LedgerException(
          "there is no directory %s: make it, or name another file".formatted(directory));
    }
  }

  private static LedgerException isThere(Path target) {
    return new LedgerException(
        "%s is there already, and a backup overwrites nothing: name another file"
            .formatted(target));
  }

  private static void copy(Path ledger, Path draft, Path target) throws IOException {
    try {
      new SqliteFile(ledger).copyTo(draft);
      List<String> damages = new SqliteFile(draft).damages();
      if (!damages.isEmpty()) {
        throw new LedgerException(
            "the ledger %s is damaged, a copy would be as well, %s: ./drover ledger check tells more"
                .formatted(ledger, damages.getFirst()));
      }
    } catch (SQLException e) {
      throw Failures.known(Dialect.sqlite(ledger), e)
          .filter(known -> !isAboutTheCopy(known))
          .orElseGet(
              () ->
                  new LedgerException(
                      "the backup %s cannot be written, perhaps its disk is full: %s"
                          .formatted(target, e.getMessage()),
                      e));
    }
    try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      file.force(true); // SQLite leaves that to whoever wants it
    }
  }

  /** Space lacks where the copy is written, not under the ledger that is only read. */
  private static boolean isAboutTheCopy(LedgerException known) {
    return String.valueOf(known.getMessage()).contains("free some space");
  }

  /** Under its name there is a whole copy or none, and never in the place of another file. */
  private static void place(Path draft, Path target) throws IOException {
    try {
      linkOrMove(draft, target);
    } catch (FileAlreadyExistsException e) {
      throw isThere(target);
    }
  }

  private static void linkOrMove(Path draft, Path target) throws IOException {
    try {
      Files.createLink(target, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) { // not every disk has links
      Files.move(draft, target);
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof AccessDeniedException
        ? "its directory may not be written"
        : String.valueOf(failure.getMessage());
  }

  private static void remove(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw new LedgerException("%s is left over: delete it".formatted(draft), e);
    }
  }
}
