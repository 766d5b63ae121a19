package drover.workspace;

import drover.machine.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One bare clone for each remote, kept under {@code repos/} and brought up to date for a run. */
public final class WarmClones {
  private static final String REFS = "refs/remotes/origin/";

  private final Git git;
  private final RemoteAccess access;
  private final Path directory;
  private final ConcurrentHashMap<String, ReentrantLock> inThisProcess = new ConcurrentHashMap<>();

  public WarmClones(Git git, RemoteAccess access, Path dataDirectory) {
    this.git = git;
    this.access = access;
    this.directory = dataDirectory.resolve("repos");
  }

  /**
   * @throws GitFailed when the remote cannot be reached or refuses
   */
  SourceRepository fetch(String url) {
    ReentrantLock lock = inThisProcess.computeIfAbsent(url, any -> new ReentrantLock());
    lock.lock();
    try {
      return fetchAlone(url);
    } finally {
      lock.unlock();
    }
  }

  private SourceRepository fetchAlone(String url) {
    RemoteAccess.Remote remote = access.toFetch(url);
    Git authorized = git.with(remote.environment());
    Path clone = directory.resolve(RepositoryName.asFileName(url) + ".git");
    try {
      OwnFiles.closeDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
    Path guard = directory.resolve(RepositoryName.asFileName(url) + ".lock");
    try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      channel.write(ByteBuffer.wrap(new byte[1]), 0); // used now, see IdleClones
      if (!Files.isDirectory(clone.resolve("refs"))) {
        FileTree.delete(clone);
        git.run(directory, "init", "--quiet", "--bare", clone.toString());
        git.run(clone, "remote", "add", "origin", remote.url());
      }
      git.run(clone, "remote", "set-url", "origin", remote.url());
      authorized.run(
          clone, "fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "origin");
      authorized.run(clone, "remote", "set-head", "origin", "--auto");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + guard, e);
    }
    return known(url);
  }

  /** The clone as it is, without asking the remote. */
  SourceRepository known(String url) {
    Path clone = directory.resolve(RepositoryName.asFileName(url) + ".git");
    Optional<Path> shallow = Optional.of(clone.resolve("shallow")).filter(Files::exists);
    return new SourceRepository(url, clone, clone.resolve("objects"), REFS, shallow);
  }
}
