package drover.policy;

import java.util.BitSet;

/**
 * A piece of text that a commit brings, with what stands around it.
 *
 * @param path for rules that are about certain paths; empty where it is no file
 * @param shown where it is, for people
 * @param commit that brings it
 * @param text lines with their line breaks
 * @param firstLine number of its first line, from 1
 * @param added which of its lines, from 0, the commit adds
 */
record Fragment(
    String path, String shown, String commit, String text, long firstLine, BitSet added) {

  /** All of it is new. */
  static Fragment whole(String shown, String commit, String text) {
    BitSet added = new BitSet();
    added.set(0, (int) text.chars().filter(each -> each == '\n').count() + 1);
    return new Fragment("", shown, commit, text, 1, added);
  }
}
