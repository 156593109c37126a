// Numbers in shared memory: one, and many.
//
// A `Value` is one number that all processes see, an `Array` is a row of them. The
// first argument says what kind of number, by Python's letters: 'i' is a whole one,
// 'd' one with decimals. They are the one exception to the rule that processes share
// nothing: a write here is seen there, without any message.
//
// What to watch: each child writes into its own part of the array, so they need no
// lock. They all add to the same total, and for that they do.
//
// Expected output:
//
//     the row: [0, 1, 4, 9, 16, 25, 36, 49]
//     the total: 70.0
//     a row has a length: 8
//     out of the row: IndexOutOfBoundsException
//     after fill(): [1, 1, 1]

// `get_lock()` is the lock that came with the value.
void square(Array row, Value total, int first, int last) {
    for (int index = first; index < last; index++) {
        row.set(index, index * index);
        try (var held = total.get_lock().hold()) {
            total.set(total.get().doubleValue() + row.get(index).intValue() / 2.0);
        }
    }
}

// Two children fill one row.
var row = new Array('i', 8);
var total = new Value('d', 0.0);
var lower = new Process(() -> square(row, total, 0, 4));
var upper = new Process(() -> square(row, total, 4, 8));
lower.start();
upper.start();
lower.join();
upper.join();
IO.println("the row: " + row.toList());
IO.println("the total: " + total.get());
IO.println("a row has a length: " + row.size());
try {
    row.set(8, 1);
} catch (IndexOutOfBoundsException error) {
    IO.println("out of the row: " + error.getClass().getSimpleName());
}

// An array is made of a length, or of numbers to begin with; `null` is one without a
// lock of its own.
void fill(Array raw) {
    for (int index = 0; index < raw.size(); index++) {
        raw.set(index, 1);
    }
}

var raw = new Array('i', 3, null);
var filler = new Process(() -> fill(raw));
filler.start();
filler.join();
IO.println("after fill(): " + raw.toList());
