// A queue that knows when all is done.
//
// An empty queue does not mean that the work is done: somebody may have taken the
// last piece and be busy with it. A `JoinableQueue` counts: each `put()` adds one,
// and each `task_done()` takes one away. `join()` waits until the count is zero.
//
// What to watch: the workers are daemons in an endless loop. Nobody tells them to
// stop: when all is done, the program ends, and they are ended with it.
//
// Expected output:
//
//     letters to stamp: 12
//     stamped when join() returned: 12
//     work that makes more work: 3 parcels, 9 letters, all stamped: true
//     task_done() too often: noticed

// A number above zero is a parcel with so many letters, zero is a letter. A parcel is
// opened: its letters are new work, put before the parcel is done, so that the count
// cannot reach zero in between. `finally` makes sure that also work that went wrong
// is counted; else `join()` would wait for ever.
void clerk(JoinableQueue<Integer> work, Value stamped) {
    while (true) {
        int letters = work.get();
        try {
            for (int letter = 0; letter < letters; letter++) {
                work.put(0);
            }
            if (letters == 0) {
                try (var held = stamped.get_lock().hold()) {
                    stamped.set(stamped.get().intValue() + 1);
                }
            }
        } finally {
            work.task_done();
        }
    }
}

// Two clerks for all that comes.
var work = new JoinableQueue<Integer>();
var stamped = new Value('i', 0);
for (int number : range(2)) {
    new Process(() -> clerk(work, stamped)).daemon(true).start();
}

IO.println("letters to stamp: 12");
for (int number : range(12)) {
    work.put(0);
}
work.join();
IO.println("stamped when join() returned: " + stamped.get());

stamped.set(0);
for (int number : range(3)) {
    work.put(3);
}
work.join();
IO.println("work that makes more work: 3 parcels, 9 letters, all stamped: " + (stamped.get().intValue() == 9));

try {
    work.task_done();
} catch (RuntimeException error) {
    IO.println("task_done() too often: noticed");
}
