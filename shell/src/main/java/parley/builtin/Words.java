package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import parley.memory.Futex;
import parley.memory.Member;
import parley.sync.RLock;

/**
 * Locks that are free, or held by the caller; see {@code parley.sync.OwnedWord}. Each gives whether it could: all else is
 * the lock's own business. {@code Unsafe} reaches the memory, since the compiler knows it: a foreign memory segment would
 * be called, not compiled in.
 */
@SuppressWarnings("removal")
final class Words {
    private static final int FREE = 0;
    private static final int PATIENCE = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;
    private static final int LONGEST_PAUSE = 32;

    private Words() {}

    private static boolean isMine(PythonContext python, long place, int me, long thread) {
        var memory = python.getUnsafe();
        return memory.getIntVolatile(null, place) == me
                && memory.getLongVolatile(null, place + RLock.THREAD_AFTER_WORD) == thread;
    }

    /** Looks for some microseconds: most locks are held for less. */
    private static boolean takeSoon(PythonContext python, long place, int me) {
        var memory = python.getUnsafe();
        if (me == FREE) {
            return false;
        }
        for (int waited = 0, pause = 1; ; waited += pause, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (memory.getIntVolatile(null, place) == FREE && memory.compareAndSwapInt(null, place, FREE, me)) {
                return true;
            }
            if (waited >= PATIENCE) {
                return false;
            }
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
        }
    }

    /** As {@code OwnedWord.giveBack}, with an atomic instruction, which is a whole fence too. */
    private static boolean giveFrom(PythonContext python, long place, int me) {
        var memory = python.getUnsafe();
        if (me == FREE || !memory.compareAndSwapInt(null, place, me, FREE)) {
            return false;
        }
        if (memory.getIntVolatile(null, place + RLock.SLEEPERS_AFTER_WORD) != 0) {
            memory.putIntVolatile(null, place + RLock.SLEEPERS_AFTER_WORD, 0);
            wake(place + RLock.SLEEPERS_AFTER_WORD);
        }
        return true;
    }

    @TruffleBoundary
    private static void wake(long place) {
        Futex.wake(place, 1);
    }

    /** {@code take(place)}: of a lock. */
    static final class Take extends Builtin {
        Take(PythonLanguage language) {
            super(language, "take", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return takeSoon(PythonContext.get(this), integer(frame, 0), Member.currentOwner());
        }
    }

    /** {@code give(place)}: of a lock. */
    static final class Give extends Builtin {
        Give(PythonLanguage language) {
            super(language, "give", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return giveFrom(PythonContext.get(this), integer(frame, 0), Member.currentOwner());
        }
    }

    /** {@code take_again(place)}: of a lock that its owner may take again. */
    static final class TakeAgain extends Builtin {
        TakeAgain(PythonLanguage language) {
            super(language, "take_again", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            PythonContext python = PythonContext.get(this);
            var memory = python.getUnsafe();
            long place = integer(frame, 0);
            int me = Member.currentOwner();
            long thread = Thread.currentThread().threadId();
            if (isMine(python, place, me, thread)) {
                memory.putInt(place + RLock.COUNT_AFTER_WORD, memory.getInt(place + RLock.COUNT_AFTER_WORD) + 1);
                return true;
            }
            if (!takeSoon(python, place, me)) {
                return false;
            }
            memory.putInt(place + RLock.COUNT_AFTER_WORD, 1);
            memory.putOrderedLong(null, place + RLock.THREAD_AFTER_WORD, thread);
            return true;
        }
    }

    /** {@code give_back(place)}: of a lock that its owner may take again, once. */
    static final class GiveBack extends Builtin {
        GiveBack(PythonLanguage language) {
            super(language, "give_back", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            PythonContext python = PythonContext.get(this);
            var memory = python.getUnsafe();
            long place = integer(frame, 0);
            int me = Member.currentOwner();
            long thread = Thread.currentThread().threadId();
            if (!isMine(python, place, me, thread)) {
                return false;
            }
            int count = memory.getInt(place + RLock.COUNT_AFTER_WORD);
            if (count > 1) {
                memory.putInt(place + RLock.COUNT_AFTER_WORD, count - 1);
                return true;
            }
            memory.putOrderedLong(null, place + RLock.THREAD_AFTER_WORD, 0);
            memory.putInt(place + RLock.COUNT_AFTER_WORD, 0);
            return giveFrom(python, place, me);
        }
    }

    /** {@code holds(place)}: whether the calling thread has a lock that its owner may take again; False for no place. */
    static final class Holds extends Builtin {
        Holds(PythonLanguage language) {
            super(language, "holds", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            long place = integer(frame, 0);
            return place != 0
                    && isMine(
                            PythonContext.get(this),
                            place,
                            Member.currentOwner(),
                            Thread.currentThread().threadId());
        }
    }
}
