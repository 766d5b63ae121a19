package drover.github.effect;

import drover.json.WireWord;

/** Whether a pull request asks for review at once. Only its creation decides that. */
public enum Draft implements WireWord {
  DRAFT,
  READY
}
