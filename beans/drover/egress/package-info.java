/**
 * The only way out of a sandbox: a socket in the file system, behind which the factory serves an
 * HTTP proxy that goes to public addresses and tells the run where it went.
 */
@NullMarked
package drover.egress;

import org.jspecify.annotations.NullMarked;
