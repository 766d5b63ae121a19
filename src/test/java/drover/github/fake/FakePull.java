package drover.github.fake;

import java.util.LinkedHashSet;
import java.util.Set;

/** A pull request; its comments are those of the issue of the same number. */
public final class FakePull {
  public final int number;
  public final String head;
  public final String base;
  public final boolean draft;
  public final long headRepository;
  public final Set<String> labels = new LinkedHashSet<>();
  public String title;
  public String body;
  public boolean open = true;
  public boolean merged;
  public String endedBy = "";

  FakePull(
      int number,
      String title,
      String body,
      String head,
      String base,
      boolean draft,
      long headRepository) {
    this.number = number;
    this.title = title;
    this.body = body;
    this.head = head;
    this.base = base;
    this.draft = draft;
    this.headRepository = headRepository;
  }

  /** What a person does. */
  public void close() {
    open = false;
  }

  public void close(String person) {
    close();
    endedBy = person;
  }

  /** What a person does. */
  public void merge() {
    open = false;
    merged = true;
  }

  public void merge(String person) {
    merge();
    endedBy = person;
  }
}
