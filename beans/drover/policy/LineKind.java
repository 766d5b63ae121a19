package drover.policy;

/** What a patch says about a line. */
enum LineKind {
  KEPT,
  ADDED,
  REMOVED,
  /** That the line before has no line break. */
  REMARK
}
