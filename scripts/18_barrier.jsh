// A barrier: nobody goes on before all are there.
//
// Work often goes in rounds: each computes its part from the parts of all others,
// so nobody may begin the next round before everybody has finished this one. A
// barrier for n processes holds all who call `await()`, until the n-th comes.
//
// What to watch: three cells in a ring hold a number each. In each round a cell
// takes the sum of its two neighbours. That is only right if all read the old
// numbers, and none writes before the others have read: two waits in each round.
//
// Expected output:
//
//     after 3 rounds: [17, 16, 15]
//     a party is missing: BrokenBarrier
//     broken: true
//     mended by reset(): true

// Read, wait, write, wait.
void live(int number, Array cells, Barrier allRead, Barrier allWritten) {
    for (int round = 0; round < 3; round++) {
        int left = cells.get((number + 2) % 3).intValue();
        int right = cells.get((number + 1) % 3).intValue();
        allRead.await();
        cells.set(number, left + right);
        allWritten.await();
    }
}

// One process for each cell.
var cells = new Array('i', List.of(1, 2, 3));
var allRead = new Barrier(3);
var allWritten = new Barrier(3);
var processes = range(3).stream()
        .map(number -> new Process(() -> live(number, cells, allRead, allWritten)))
        .toList();
processes.forEach(Process::start);
processes.forEach(Process::join);
IO.println("after 3 rounds: " + cells.toList());

// A barrier that not all reach would hold the others for ever; with a time limit, in
// seconds, it breaks, for all of them.
var tooFew = new Barrier(2);
try {
    tooFew.await(0.01);
} catch (BrokenBarrier error) {
    IO.println("a party is missing: " + error.getClass().getSimpleName());
}
IO.println("broken: " + tooFew.broken());
tooFew.reset();
IO.println("mended by reset(): " + !tooFew.broken());
