/** See the design. */
@NullMarked
package parley.repl;

import org.jspecify.annotations.NullMarked;
