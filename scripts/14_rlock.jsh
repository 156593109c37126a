// A lock that its owner may take again.
//
// A plain lock does not care who holds it: whoever comes, waits, even if it is the
// holder himself, and then he waits for ever. That happens sooner than one thinks: a
// method takes the lock, and calls another that takes the same lock. An `RLock`
// (re-entrant lock) knows its owner and counts: it is free when the owner has given
// it back as often as he took it.
//
// What to watch: the transfer takes the lock of the bank and calls `change()`, which
// takes it too. Two processes make transfers, and no coin is made or lost.
//
// Expected output:
//
//     a plain lock a second time: false
//     an RLock a second time: true
//     taken twice, given back once: another process gets it: false
//     given back twice: another process gets it: true
//     in the bank before and after: 200 and 200

// One step alone is safe ...
void change(Array accounts, RLock lock, int number, int coins) {
    try (var held = lock.hold()) {
        accounts.set(number, accounts.get(number).intValue() + coins);
    }
}

// ... and so are two that belong together: nobody sees the coins gone and not there.
void transfer(Array accounts, RLock lock, int source, int target) {
    for (int time = 0; time < 50; time++) {
        try (var held = lock.hold()) {
            change(accounts, lock, source, -1);
            change(accounts, lock, target, +1);
        }
    }
}

// Another process tells whether it gets the lock now.
boolean anotherGets(RLock lock) {
    var answers = new Queue<Boolean>();
    var other = new Process(() -> {
        boolean got = lock.acquire(false, null);
        if (got) {
            lock.release();
        }
        answers.put(got);
    });
    other.start();
    other.join();
    return answers.get();
}

// With a time limit, in seconds, even the plain lock does not hang.
var plain = new Lock();
plain.acquire();
IO.println("a plain lock a second time: " + plain.acquire(true, 0.01));

var lock = new RLock();
lock.acquire();
IO.println("an RLock a second time: " + lock.acquire(true, 0.01));
lock.release();
IO.println("taken twice, given back once: another process gets it: " + anotherGets(lock));
lock.release();
IO.println("given back twice: another process gets it: " + anotherGets(lock));

// The accounts need no lock of their own, hence `null`.
int sum(Array accounts) {
    return accounts.toList().stream().mapToInt(Number::intValue).sum();
}

var accounts = new Array('i', 2, null);
accounts.set(0, 100);
accounts.set(1, 100);
int before = sum(accounts);
var there = new Process(() -> transfer(accounts, lock, 0, 1));
var back = new Process(() -> transfer(accounts, lock, 1, 0));
there.start();
back.start();
there.join();
back.join();
IO.println("in the bank before and after: " + before + " and " + sum(accounts));
