/** See the design. */
@NullMarked
package parley.python;

import org.jspecify.annotations.NullMarked;
