/** See the design. */
@NullMarked
package parley.demo;

import org.jspecify.annotations.NullMarked;
