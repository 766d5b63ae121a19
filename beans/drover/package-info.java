/** Java beans of the factory: each package serves the routes it is named after. */
@NullMarked
package drover;

import org.jspecify.annotations.NullMarked;
