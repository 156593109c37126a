package parley.fork;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import parley.fork.Fork.Ended;
import parley.trace.UserFailure;

/**
 * Forks a JVM that is as busy as can be, again and again: {@code ForkStress FORKS}. Meant to be run by hand with 10,000,
 * and by {@link ForkIT} with a few.
 */
final class ForkStress {
    private static final int FINE = 7;
    private static final List<String> FROM_JARS =
            List.of("java.sql.Types", "javax.xml.parsers.SAXParser", "java.util.logging.Logger");

    private static volatile Object sink = "";

    private ForkStress() {}

    public static void main(String[] args) throws InterruptedException {
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
        while (true) {
            sink = new byte[random.nextInt(10_000)];
        }
    }

    private static void lock() {
        ReentrantLock lock = new ReentrantLock();
        Random random = new Random(2);
        while (true) {
            lock.lock();
            try {
                synchronized (random) {
                    sink = random.nextInt();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private static void print() {
        while (true) {
            System.err.println("busy " + System.nanoTime());
        }
    }

    private static void startThreads() {
        try {
            while (true) {
                Thread.ofPlatform().start(() -> sink = "").join();
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
        }
    }
}
