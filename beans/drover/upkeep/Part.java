package drover.upkeep;

import drover.json.WireWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is kept of a run that is over, and goes at different times. */
public enum Part implements WireWord {
  /** What its agents have printed. */
  OUTPUT(List.of("turns")),
  /** What its agents have kept for themselves: without it no session goes on. */
  HOME(List.of("home", "review-home")),
  /** The repository it worked on, its commits included. */
  WORKSPACE(
      List.of(
          "workspace",
          "clean.git",
          "verify",
          "evaluation",
          "review",
          "browser",
          "control",
          "doors",
          "incoming.git",
          "incoming.bundle",
          "source.bundle",
          "source.bundle.errors")),
  /** What it has made beside commits. */
  ARTIFACTS(List.of("artifacts")),
  /** All of it, the ledger's rows as well. */
  RUN(List.of());

  private final List<String> directories;

  Part(List<String> directories) {
    this.directories = directories;
  }

  /** Those of its directories that are there. */
  List<Path> in(Path runDirectory) {
    return directories.stream().map(runDirectory::resolve).filter(Files::exists).toList();
  }
}
