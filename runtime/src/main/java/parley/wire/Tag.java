package parley.wire;

/** The first byte of every value; drawn in the package's description. */
final class Tag {
    static final byte NONE = 0;
    static final byte TRUE = 1;
    static final byte FALSE = 2;
    static final byte INT32 = 3;
    static final byte INT64 = 4;
    static final byte BIG = 5;
    static final byte FLOAT = 6;
    static final byte COMPLEX = 7;
    static final byte STR = 8;
    static final byte STR16 = 9;
    static final byte BYTES = 10;
    static final byte LIST = 11;
    static final byte TUPLE = 12;
    static final byte SET = 13;
    static final byte FROZENSET = 14;
    static final byte DICT = 15;
    static final byte OPAQUE = 16;
    static final byte PORTABLE = 17;
    static final byte HINTED = 18;

    private Tag() {}
}
