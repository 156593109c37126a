/**
 * The front door: Python's module functions, for Java. Uses all, used by none.
 *
 * <pre>
 *   import static parley.Parley.*;
 *   new Process(...)  new Pool(...)  new Queue&lt;&gt;()  new Lock()  range(5)  cpu_count()  current_process()
 * </pre>
 */
@NullMarked
package parley;

import org.jspecify.annotations.NullMarked;
