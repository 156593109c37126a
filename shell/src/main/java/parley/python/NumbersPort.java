package parley.python;

import parley.sync.Numbers;
import parley.sync.RLock;

/**
 * Shared numbers as {@code multiprocessing/sharedctypes.py} uses them; indices are checked there. Public for Python code.
 * Any thread.
 */
public final class NumbersPort {
    private final Numbers numbers;

    NumbersPort(Numbers numbers) {
        this.numbers = numbers;
    }

    /** Where they are in shared memory. */
    public long address() {
        return numbers.address();
    }

    /** Where the first is in this process. */
    public long place() {
        return numbers.place();
    }

    /** Their name, as {@code Value-1}. */
    public String name() {
        return numbers.name();
    }

    /** Python's type code. */
    public String typecode() {
        return String.valueOf(numbers.typecode());
    }

    public int size() {
        return numbers.size();
    }

    public long integer(long index) {
        return numbers.integer(index);
    }

    public void setInteger(long index, long value) {
        numbers.integer(index, value);
    }

    public double real(long index) {
        return numbers.real(index);
    }

    public void setReal(long index, double value) {
        numbers.real(index, value);
    }

    /** Its lock's address, 0 where it has none. */
    public long lock() {
        return numbers.hasLock() ? numbers.get_lock().address() : 0;
    }

    public boolean isReentrant() {
        return numbers.hasLock() && numbers.get_lock() instanceof RLock;
    }
}
