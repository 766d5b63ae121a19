/** What is put onto GitHub: a branch, its pull request, a label, a comment; each once. */
@NullMarked
package drover.github.effect;

import org.jspecify.annotations.NullMarked;
