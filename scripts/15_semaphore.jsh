// A semaphore: room for so many.
//
// A lock lets one in; a semaphore lets in as many as its number says. Who enters
// takes one away (`acquire()`), who leaves gives one back (`release()`), and at zero
// one waits at the door.
//
// What to watch: a reading room with three desks, and nine readers. Each of them
// sits until the two others are there, so the desks are full three times; but there
// are never more than three inside. A `BoundedSemaphore` also notices if more are
// given back than were taken.
//
// Expected output:
//
//     desks free before: true
//     most readers at once: 3
//     readers who have read: 9
//     a fourth desk: false
//     too many given back: noticed

// `inside` is changed under its own lock; the others only while that lock is held.
void read(Semaphore desks, Barrier company, Value inside, Value most, Value done) {
    desks.acquire();
    try {
        try (var held = inside.get_lock().hold()) {
            inside.set(inside.get().intValue() + 1);
            most.set(Math.max(most.get().intValue(), inside.get().intValue()));
        }
        company.await();
        try (var held = inside.get_lock().hold()) {
            inside.set(inside.get().intValue() - 1);
            done.set(done.get().intValue() + 1);
        }
    } finally {
        desks.release();
    }
}

// `acquire(false, null)` does not wait: it tells whether there was room.
var desks = new Semaphore(3);
IO.println("desks free before: " + desks.acquire(false, null));
desks.release();

var company = new Barrier(3);
var inside = new Value('i', 0);
var most = new Value('i', 0, null);
var done = new Value('i', 0, null);
var readers = new ArrayList<Process>();
for (int reader : range(9)) {
    readers.add(new Process(() -> read(desks, company, inside, most, done)));
}
readers.forEach(Process::start);
readers.forEach(Process::join);
IO.println("most readers at once: " + most.get());
IO.println("readers who have read: " + done.get());

// All desks are taken, and one is asked for too many.
for (int desk : range(3)) {
    desks.acquire();
}
IO.println("a fourth desk: " + desks.acquire(false, null));

var careful = new BoundedSemaphore(3);
try {
    careful.release();
} catch (RuntimeException error) {
    IO.println("too many given back: noticed");
}
