package drover.run;

import drover.ledger.Place;
import drover.machine.OwnFiles;
import drover.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The place of this process: its data directory names itself in the file {@code place}, so that it
 * is known again on whatever machine it is mounted.
 */
public final class DataDirectory {
  private DataDirectory() {}

  /**
   * @throws UncheckedIOException when the name can neither be read nor given
   */
  public static Place placeOf(Path directory) {
    Path file = directory.resolve("place");
    try {
      OwnFiles.makeDirectory(directory);
      if (Files.notExists(file)) {
        name(directory, file);
      }
      return new Place(
          Files.readString(file).strip(),
          ProcessIdentity.ofThisProcess().host(),
          directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot name the data directory in " + file, e);
    }
  }

  /** Of several processes that name it at the same time the first one wins. */
  private static void name(Path directory, Path file) throws IOException {
    Path draft = Files.createTempFile(directory, "place", "");
    Files.write(draft, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      Files.delete(draft);
      return;
    } catch (UnsupportedOperationException | FileSystemException e) { // not every disk has links
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.delete(draft);
  }
}
