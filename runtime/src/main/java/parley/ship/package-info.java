/**
 * Code that travels: class bytes, lambdas, the closure of session variables.
 *
 * <pre>
 *   a function ──pack──▶ Shipment(language, bytes) ──▶ another process ──Language.unpack──▶ Routine ──▶ runs
 *
 *   Java:  Packing ─▶ Packer ─▶ Closure: which variables and classes does it use?  (ClassUses, from byte code)
 *                       ├─▶ PackStream: the function, its variables and arguments as one object stream (LambdaForm)
 *                       └─▶ ClassStore: the classes, as files by content         made fit to travel by Weaver, at load
 *          JavaLanguage ─▶ Unpacker ─▶ WorkerLoader reads the files ─▶ UnpackStream ─▶ variables set ─▶ JavaRoutine
 *
 *   a value ──JavaValues──▶ tag codec: plain data as such, other objects as a parcel of their own
 *   an exception ──JavaErrors──▶ RemoteError ──▶ the same exception at the caller
 * </pre>
 *
 * The session's classes are defined by a {@link parley.ship.PromptLoader} of the shell, a worker's by one of ours;
 * either can pack, so a worker may start processes too. Classes here are for one thread unless they say otherwise.
 */
@NullMarked
package parley.ship;

import org.jspecify.annotations.NullMarked;
