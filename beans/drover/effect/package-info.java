/**
 * What the world outside sees, once: written down before it is sent, looked up before it is sent
 * again.
 */
@NullMarked
package drover.effect;

import org.jspecify.annotations.NullMarked;
