/**
 * Value to bytes and back: the tag codec that both languages read and inspectors show without running code.
 *
 * <pre>
 *   a Java or Python value ──Encoder──▶ bytes ──Decoder + Maker──▶ a value of the reader's language
 *                                         └──Plain.show──▶ a line of text for %peek
 *
 *   value := tag body                        all numbers little-endian
 *     0 None   1 True   2 False
 *     3 int32  4 int64  5 int (length, two's complement, big-endian)   6 float64   7 complex (two float64)
 *     8 str (length, UTF-8)   9 str (length, UTF-16LE: the text has a surrogate without its partner)   10 bytes
 *     11 list  12 tuple  13 set  14 frozenset (count, values)          15 dict (count, key value key value ...)
 *     16 opaque: language str, label str, bytes: an object of one language in its own form
 *     17 portable: kind str, address int64: an object of the runtime that lives in shared memory
 *     18 hinted: language str, hint str, value: what the value was exactly, for readers of that language
 * </pre>
 *
 * The codec knows no object and no class: what is not plain data arrives here as opaque or portable.
 */
@NullMarked
package parley.wire;

import org.jspecify.annotations.NullMarked;
