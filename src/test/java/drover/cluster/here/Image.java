package drover.cluster.here;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a container finds as its root beside its mounts: a shell, git and coreutils out of this
 * machine, and nothing else. No passwd, no grep, no sed, no bash.
 */
public enum Image {
  /** As Debian has them: dash and GNU coreutils. */
  COREUTILS {
    @Override
    List<String> programs() {
      List<String> binds = new ArrayList<>(program("sh", "dash"));
      NAMES.forEach(name -> binds.addAll(program(name, name)));
      return binds;
    }
  },
  /** As Alpine has them: one program that is the shell and all the others. */
  BUSYBOX {
    @Override
    List<String> programs() {
      List<String> binds = new ArrayList<>(program("busybox", "busybox"));
      Stream.concat(Stream.of("sh"), NAMES.stream())
          .forEach(name -> binds.addAll(List.of("--symlink", "busybox", "/bin/" + name)));
      return binds;
    }
  };

  /** Of GNU coreutils, and of POSIX. */
  private static final List<String> NAMES =
      List.of(
          "[",
          "base64",
          "basename",
          "cat",
          "chgrp",
          "chmod",
          "chown",
          "cksum",
          "comm",
          "cp",
          "csplit",
          "cut",
          "date",
          "dd",
          "df",
          "dirname",
          "du",
          "echo",
          "env",
          "expand",
          "expr",
          "false",
          "fold",
          "head",
          "id",
          "install",
          "join",
          "link",
          "ln",
          "ls",
          "md5sum",
          "mkdir",
          "mkfifo",
          "mknod",
          "mktemp",
          "mv",
          "nice",
          "nl",
          "nohup",
          "nproc",
          "od",
          "paste",
          "printenv",
          "printf",
          "pwd",
          "readlink",
          "realpath",
          "rm",
          "rmdir",
          "seq",
          "sha256sum",
          "shuf",
          "sleep",
          "sort",
          "split",
          "stat",
          "stty",
          "sum",
          "sync",
          "tac",
          "tail",
          "tee",
          "test",
          "timeout",
          "touch",
          "tr",
          "true",
          "truncate",
          "tsort",
          "tty",
          "uname",
          "unexpand",
          "uniq",
          "unlink",
          "wc",
          "whoami",
          "yes");

  private static final List<String> LIBRARIES =
      List.of("/usr/lib", "/usr/lib64", "/usr/share/git-core");

  abstract List<String> programs();

  /** Whether this machine has what it is made of. */
  public boolean isThere() {
    return found(this == BUSYBOX ? "busybox" : "dash") != null;
  }

  /** Arguments of bubblewrap. */
  List<String> root() {
    List<String> arguments = new ArrayList<>(programs());
    arguments.addAll(program("git", "git"));
    for (String library : LIBRARIES) {
      if (Files.exists(Path.of(library))) {
        arguments.addAll(List.of("--ro-bind", library, library));
      }
    }
    arguments.addAll(List.of("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"));
    return arguments;
  }

  private static List<String> program(String name, String here) {
    Path there = found(here);
    return there == null ? List.of() : List.of("--ro-bind", there.toString(), "/bin/" + name);
  }

  private static Path found(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
