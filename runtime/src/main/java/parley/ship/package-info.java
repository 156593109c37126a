/**
 * Code that travels: class bytes, lambdas, the closure of session variables.
 *
 * <pre>
 *   a function ──pack──▶ Shipment(language, bytes) ──▶ another process ──Language.unpack──▶ Routine ──▶ runs
 * </pre>
 */
@NullMarked
package parley.ship;

import org.jspecify.annotations.NullMarked;
