// A condition: wait until something is true.
//
// A condition is a lock with a waiting room. Who holds the lock and finds that
// things are not yet as he needs them, calls `await_for(...)`: he gives the lock back
// and sleeps, and has it again when he wakes. Who has changed something calls
// `notify_all()`, and all sleepers look again.
//
// What to watch: the cook puts plates on a small shelf that holds two, and waits
// while it is full. The waiters take plates, and wait while it is empty. Nobody asks
// again and again, and nobody sleeps a fixed time.
//
// Expected output:
//
//     plates cooked: 12
//     each waiter has served: [6, 6]
//     most plates on the shelf: 2
//     left on the shelf: 0

// Everything about the shelf happens while the lock of the condition is held.
void cook(Condition shelf, Value plates, Value most, Queue<Integer> cooked) {
    for (int plate = 0; plate < 12; plate++) {
        try (var held = shelf.hold()) {
            shelf.await_for(() -> plates.get().intValue() < 2, null);
            plates.set(plates.get().intValue() + 1);
            most.set(Math.max(most.get().intValue(), plates.get().intValue()));
            shelf.notify_all();
        }
    }
    cooked.put(12);
}

// `null` is no time limit. Without `await_for` one writes a loop around `await()`. It
// must be a loop, because another waiter may have been quicker.
void serve(Condition shelf, Value plates, Queue<Integer> served) {
    int count = 0;
    while (count < 6) {
        try (var held = shelf.hold()) {
            shelf.await_for(() -> plates.get().intValue() > 0, null);
            plates.set(plates.get().intValue() - 1);
            count++;
            shelf.notify_all();
        }
    }
    served.put(count);
}

// One cook, two waiters, one shelf.
var shelf = new Condition();
var plates = new Value('i', 0, null);
var most = new Value('i', 0, null);
var cooked = new Queue<Integer>();
var served = new Queue<Integer>();
var staff = List.of(
        new Process(() -> cook(shelf, plates, most, cooked)),
        new Process(() -> serve(shelf, plates, served)),
        new Process(() -> serve(shelf, plates, served)));
staff.forEach(Process::start);
IO.println("plates cooked: " + cooked.get());
IO.println("each waiter has served: " + List.of(served.get(), served.get()));
staff.forEach(Process::join);
IO.println("most plates on the shelf: " + most.get());
IO.println("left on the shelf: " + plates.get());
