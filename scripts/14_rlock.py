"""A lock that its owner may take again.

A plain lock does not care who holds it: whoever comes, waits, even if it is the
holder himself, and then he waits for ever. That happens sooner than one thinks: a
function takes the lock, and calls another that takes the same lock. An `RLock`
(re-entrant lock) knows its owner and counts: it is free when the owner has given
it back as often as he took it.

What to watch: the transfer takes the lock of the bank and calls `change()`, which
takes it too. Four processes make transfers, and no coin is made or lost.

Expected output:

    a plain lock a second time: False
    an RLock a second time: True
    taken twice, given back once: another process gets it: False
    given back twice: another process gets it: True
    a stranger may not give it back: AssertionError
    in the bank before and after: 200 and 200
"""

from multiprocessing import Array, Lock, Process, Queue, RLock

TRANSFERS = 50


# One step alone is safe ...
def change(accounts, lock, number, coins):
    """Add coins to one account."""
    with lock:
        accounts[number] += coins


# ... and so are two that belong together: nobody sees the coins gone and not there.
def transfer(accounts, lock, source, target):
    """Move one coin, TRANSFERS times."""
    for _ in range(TRANSFERS):
        with lock:
            change(accounts, lock, source, -1)
            change(accounts, lock, target, +1)


def try_it(lock, answers):
    """Tell whether this process gets the lock now, and whether it may release it."""
    got = lock.acquire(block=False)
    try:
        lock.release()
        answers.put((got, ""))
    except AssertionError as error:
        answers.put((got, type(error).__name__))


def ask_another(lock):
    """Let another process try it."""
    answers = Queue()
    process = Process(target=try_it, args=(lock, answers))
    process.start()
    process.join()
    return answers.get()


# With a time limit even the plain lock does not hang.
if __name__ == "__main__":
    plain, lock = Lock(), RLock()
    plain.acquire()
    print(f"a plain lock a second time: {plain.acquire(timeout=0.01)}")

    lock.acquire()
    print(f"an RLock a second time: {lock.acquire(timeout=0.01)}")
    lock.release()
    got, error = ask_another(lock)
    print(f"taken twice, given back once: another process gets it: {got}")
    lock.release()
    print(f"given back twice: another process gets it: {ask_another(lock)[0]}")
    print(f"a stranger may not give it back: {error}")

    accounts = Array("i", [100, 100], lock=False)
    before = sum(accounts)
    clerks = [Process(target=transfer, args=(accounts, lock, number % 2, 1 - number % 2)) for number in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    print(f"in the bank before and after: {before} and {sum(accounts)}")
