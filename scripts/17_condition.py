"""A condition: wait until something is true.

A condition is a lock with a waiting room. Who holds the lock and finds that
things are not yet as he needs them, calls `wait_for(...)`: he gives the lock back
and sleeps, and has it again when he wakes. Who has changed something calls
`notify_all()`, and all sleepers look again.

What to watch: the cook puts plates on a small shelf that holds two, and waits
while it is full. The waiters take plates, and wait while it is empty. Nobody asks
again and again, and nobody sleeps a fixed time.

Expected output:

    plates cooked: 12
    plates served: 12
    each waiter has served six: True
    most plates on the shelf: 2
    left on the shelf: 0
"""

from multiprocessing import Condition, Process, Queue, Value

ROOM = 2
WAITERS = 2
PLATES_EACH = 6


# Everything about the shelf happens while the lock of the condition is held.
def cook(shelf, plates, most, kitchen):
    """Put plates on the shelf as long as there is room."""
    for _ in range(WAITERS * PLATES_EACH):
        with shelf:
            shelf.wait_for(lambda: plates.value < ROOM)
            plates.value += 1
            most.value = max(most.value, plates.value)
            shelf.notify_all()
    kitchen.put(("cooked", WAITERS * PLATES_EACH))


# `wait_for` returns what the question answers. Without it one writes a loop:
# `while plates.value == 0: shelf.wait()`. It must be a loop, because another
# waiter may have been quicker.
def serve(shelf, plates, kitchen):
    """Take plates from the shelf."""
    served = 0
    while served < PLATES_EACH:
        with shelf:
            shelf.wait_for(lambda: plates.value > 0)
            plates.value -= 1
            served += 1
            shelf.notify_all()
    kitchen.put(("served", served))


if __name__ == "__main__":
    shelf, kitchen = Condition(), Queue()
    plates, most = Value("i", 0, lock=False), Value("i", 0, lock=False)
    staff = [Process(target=cook, args=(shelf, plates, most, kitchen))]
    staff += [Process(target=serve, args=(shelf, plates, kitchen)) for _ in range(WAITERS)]
    for process in staff:
        process.start()
    reports = [kitchen.get() for _ in staff]
    for process in staff:
        process.join()

    served = [count for what, count in reports if what == "served"]
    print(f"plates cooked: {sum(count for what, count in reports if what == 'cooked')}")
    print(f"plates served: {sum(served)}")
    print(f"each waiter has served six: {served == [PLATES_EACH] * WAITERS}")
    print(f"most plates on the shelf: {most.value}")
    print(f"left on the shelf: {plates.value}")
