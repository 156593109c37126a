/** See the design. */
@NullMarked
package parley.inspect;

import org.jspecify.annotations.NullMarked;
