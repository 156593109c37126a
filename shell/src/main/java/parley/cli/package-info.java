/** The programs people start. */
@NullMarked
package parley.cli;

import org.jspecify.annotations.NullMarked;
