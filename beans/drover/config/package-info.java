/**
 * Configuration: packaged defaults, the operator's file over them, the environment over both, all
 * held to one schema.
 */
@NullMarked
package drover.config;

import org.jspecify.annotations.NullMarked;
