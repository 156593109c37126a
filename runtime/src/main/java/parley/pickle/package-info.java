/**
 * Python's pickle as data: what CPython and other machines' Parleys read and write. Reading looks up no name, makes no
 * object of a class that the bytes name, and calls nothing.
 *
 * <pre>
 *   Python                 Java                          Python                     Java
 *   None                   null                          tuple                      {@link parley.wire.Tuple}
 *   bool                   Boolean                       list                       ArrayList
 *   int                    Integer, Long, BigInteger     set, frozenset             LinkedHashSet, {@link parley.wire.FrozenSet}
 *   float                  Double                        dict                       LinkedHashMap, in order
 *   complex                {@link parley.wire.Complex}                       datetime.date, time        LocalDate, LocalTime or OffsetTime
 *   str                    String                        datetime.datetime          LocalDateTime, OffsetDateTime, ZonedDateTime
 *   bytes, bytearray       byte[], {@link parley.pickle.ByteArray}             datetime.timedelta         Duration
 *   array.array            {@link parley.pickle.NumberArray}                   datetime.timezone, ZoneInfo   ZoneOffset, ZoneId
 *
 *   a class or function    {@link parley.pickle.PickledName}: its name
 *   any other object       {@link parley.pickle.PickledObject}: its class's name and what it is made of; or what an {@link parley.pickle.ObjectReader} makes
 *
 *   bytes ──Unpickler──▶ value        one loop over opcodes, a stack, a memo: nesting takes no Java stack
 *              Allowance: memory, and the work of hashing keys, in proportion to the bytes
 *              Depth: what is nested too deeply for others to walk is refused
 *   value ──Pickler──▶ bytes          protocols 2 to 5; what is one object stays one object, also inside itself
 * </pre>
 *
 * <p>What Java's type cannot hold exactly (a {@code datetime} in the second pass of a repeated hour) stays a
 * {@link parley.pickle.PickledObject}, and goes back as it came.
 */
@NullMarked
package parley.pickle;

import org.jspecify.annotations.NullMarked;
