package parley.fork;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import parley.fork.Fork.Ended;
import parley.trace.UserFailure;

/**
 * Forks a busy JVM, again and again: {@code ForkStress FORKS [REST]}. Without a rest its threads are as busy as can be, as
 * {@link ForkIT} runs it with a few forks; but where there are fewer processors than threads, each fork then waits most of
 * a second for all of them to have had their turn. By hand, 10,000 forks with a rest of 1000: microseconds in which
 * each thread waits now and then.
 */
final class ForkStress {
    private static final int FINE = 7;
    private static final List<String> FROM_JARS =
            List.of("java.sql.Types", "javax.xml.parsers.SAXParser", "java.util.logging.Logger");

    private static volatile Object sink = "";
    private static long rest; // nanoseconds

    private ForkStress() {}

    public static void main(String[] args) throws InterruptedException {
        rest = args.length > 1 ? Long.parseLong(args[1]) * 1000 : 0;
        for (Runnable work : List.<Runnable>of(
                ForkStress::allocate,
                ForkStress::lock,
                ForkStress::print,
                ForkStress::loadAndCompile,
                ForkStress::startThreads)) {
            Thread.ofPlatform().daemon().start(work);
        }
        int count = Integer.parseInt(args[0]);
        int bad = 0;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int pid;
            try {
                pid = Fork.fork(false);
            } catch (UserFailure e) {
                System.out.println(e.getMessage());
                return;
            }
            if (pid == 0) {
                Fork.exit(live(i));
            }
            bad += new Ended(pid, FINE).equals(Fork.waitFor(pid)) ? 0 : 1;
        }
        System.out.printf("forks=%d, bad=%d, ms each=%.1f%n", count, bad, (System.nanoTime() - start) / 1e6 / count);
    }

    /** What a copy does: gives its exit code. */
    private static int live(int number) throws InterruptedException {
        List<byte[]> some = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            some.add(new byte[100_000]);
        }
        if (number % 5 == 0) {
            System.gc();
        }
        List<Thread> threads = new ArrayList<>();
        for (String name : FROM_JARS) {
            threads.add(Thread.ofPlatform().start(() -> load(name)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.print("");
        return some.size() == 50 ? FINE : 1;
    }

    private static void load(String name) {
        try {
            sink = Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static void allocate() {
        Random random = new Random(1);
        for (int i = 0; ; i++) {
            sink = new byte[random.nextInt(10_000)];
            rest(i % 300);
        }
    }

    private static void lock() {
        ReentrantLock lock = new ReentrantLock();
        Random random = new Random(2);
        for (int i = 0; ; i++) {
            lock.lock();
            try {
                synchronized (random) {
                    sink = random.nextInt();
                }
            } finally {
                lock.unlock();
            }
            rest(i % 5000);
        }
    }

    private static void print() {
        for (int i = 0; ; i++) {
            System.err.println("busy " + System.nanoTime());
            rest(i % 50);
        }
    }

    private static void startThreads() {
        try {
            for (int i = 0; ; i++) {
                Thread.ofPlatform().start(() -> sink = "").join();
                rest(i % 3);
            }
        } catch (InterruptedException e) {
            // nobody does
        }
    }

    private static void loadAndCompile() {
        for (long i = 0; ; i++) {
            sink = java.lang.reflect.Proxy.newProxyInstance(
                    new URLClassLoader(new URL[0]), new Class<?>[] {Runnable.class}, (_, _, _) -> "");
            sink = Pattern.compile("a+" + i).matcher("aaa" + i).matches();
            rest((int) i % 3);
        }
    }

    private static void rest(int turn) {
        if (rest > 0 && turn == 0) {
            LockSupport.parkNanos(rest);
        }
    }
}
