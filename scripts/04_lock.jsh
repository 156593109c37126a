// A lock around a shared file.
//
// Two clerks count in one file: read the number, add one, write it back. If the
// other clerk writes between the reading and the writing, his work is overwritten
// and lost. A lock lets one process in at a time: what stands between `acquire()`
// and `release()` is done by one of them while the other waits at its door.
//
// What to watch: without the lock about half of the work is lost, and how much is
// different each time. With the lock nothing is ever lost, but it takes longer:
// the clerks work one after the other.
//
// Expected output, in any order:
//
//     without a lock: <number> of 400
//     work was lost: true
//     with a lock: 400 of 400

int rounds = 200;

// The number is written over the old one in place, always with six digits, so
// that a reader finds a whole number at any time: only the counting goes wrong.
void writeNumber(Path file, int number) throws IOException {
    Files.writeString(file, "%06d".formatted(number), StandardOpenOption.WRITE);
}

int readNumber(Path file) throws IOException {
    return Integer.parseInt(Files.readString(file));
}

// This is the work: three steps that belong together.
void addOne(Path file) throws Exception {
    int number = readNumber(file);
    Thread.sleep(1); // here the other clerk may come in between
    writeNumber(file, number + 1);
}

// Each clerk counts in one file without care, then in another file with the lock.
// `release()` stands in `finally`: a lock that is kept after an exception would
// shut the others out for ever.
void clerk(Path careless, Path careful, Lock lock, Queue<String> ready, Queue<String> go) throws Exception {
    ready.put("ready");
    go.get(); // both begin at the same time
    for (int round = 0; round < rounds; round++) {
        addOne(careless);
    }
    for (int round = 0; round < rounds; round++) {
        lock.acquire();
        try {
            addOne(careful);
        } finally {
            lock.release();
        }
    }
}

// Both files begin at zero.
Path careless = Files.writeString(Files.createTempFile("careless", ".txt"), "000000");
Path careful = Files.writeString(Files.createTempFile("careful", ".txt"), "000000");

// The lock is made here and used by both: it must be the same lock. Two queues
// bring both to the starting line, because a process takes a moment to start.
var lock = new Lock();
var ready = new Queue<String>();
var go = new Queue<String>();
var one = new Process(() -> clerk(careless, careful, lock, ready, go));
var two = new Process(() -> clerk(careless, careful, lock, ready, go));
one.start();
two.start();
ready.get();
ready.get();
go.put("go");
go.put("go");
one.join();
two.join();

// What have they counted?
IO.println("without a lock: " + readNumber(careless) + " of " + 2 * rounds);
IO.println("work was lost: " + (readNumber(careless) < 2 * rounds));
IO.println("with a lock: " + readNumber(careful) + " of " + 2 * rounds);
Files.delete(careless);
Files.delete(careful);
