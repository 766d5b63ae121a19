/** Documents of clients: a new one updates what the factory knows of the client. */
@NullMarked
package drover.knowledge;

import org.jspecify.annotations.NullMarked;
