/** See the design. */
@NullMarked
package parley.java;

import org.jspecify.annotations.NullMarked;
