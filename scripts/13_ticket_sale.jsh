// A ticket sale that loses updates.
//
// Two clerks sell from one stock. A sale is three steps: look how many there are,
// take one away, write the new number. If the other looks before the first has
// written, both write the same number: two tickets sold, one taken from the stock.
//
// What to watch: in an ordinary program that happens now and then, which is worse
// than always. Here a barrier lets it happen every time: each clerk waits, after he
// has looked, until the other has looked as well. With a lock around the three steps
// nobody can look in between, so nothing is lost, whatever the rhythm.
//
// Expected output:
//
//     without a lock: 20 sold, and the stock went from 100 to 90
//     with a lock: 20 sold, and the stock went from 100 to 80

int sales = 10;

// The bad luck, made certain.
void sellCarelessly(Value stock, Barrier both) {
    for (int sale = 0; sale < sales; sale++) {
        int seen = stock.get().intValue();
        both.await(); // the other has looked too
        stock.set(seen - 1);
        both.await(); // the other has written too
    }
}

// The lock makes one of the three steps: from the look to the writing nobody else
// comes in.
void sellWithCare(Value stock, Barrier both, Lock lock) {
    for (int sale = 0; sale < sales; sale++) {
        both.await(); // now they both rush to the same door
        try (var held = lock.hold()) {
            stock.set(stock.get().intValue() - 1);
        }
    }
}

// Two clerks, one stock. A value brings a lock of its own along, `get_lock()`;
// `null` is a bare number in shared memory, without one.
void sale(String what, Value stock, Supplier<Process> clerk) {
    var clerks = List.of(clerk.get(), clerk.get());
    clerks.forEach(Process::start);
    clerks.forEach(Process::join);
    IO.println(what + ": " + 2 * sales + " sold, and the stock went from 100 to " + stock.get());
}

var both = new Barrier(2);
var lock = new Lock();
var first = new Value('i', 100, null);
var second = new Value('i', 100, null);
sale("without a lock", first, () -> new Process(() -> sellCarelessly(first, both)));
sale("with a lock", second, () -> new Process(() -> sellWithCare(second, both, lock)));
