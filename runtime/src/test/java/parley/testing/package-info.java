/**
 * A language for tests of processes and pools: its functions are static methods of test classes, shipped by name.
 *
 * <pre>
 *   Shipments.of(Bodies.class, "put", "7")  ──▶  another process  ──▶  Bodies.put(List.of("7"))
 * </pre>
 */
package parley.testing;
