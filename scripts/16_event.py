"""An event: one tells, all hear.

An event is a flag that all processes can see. It is down at first; `set()` raises
it, `clear()` takes it down, and `wait()` waits until it is up. Who comes later
finds it up and does not wait at all.

What to watch: three walkers stand at a traffic light. One change to green lets
all of them go, and the late one, who comes after it, as well. With a time limit
`wait()` says whether the event came: it is a way to wait only so long.

Expected output:

    green at first: False
    waited a hundredth of a second: False
    standing at the light: 3
    walked when it was green: ['Ann', 'Bob', 'Cay']
    the late one: ['Dan']
    green after clear(): False
"""

from multiprocessing import Event, Process, Queue, Semaphore


# The semaphore counts who is there: it begins at zero.
def walk(name, arrived, green, other_side):
    """Come to the light, wait for green, go."""
    arrived.release()
    green.wait()
    other_side.put(name)


def start_walker(name, *things):
    """Send somebody on the way."""
    walker = Process(target=walk, args=(name, *things))
    walker.start()
    return walker


# Nobody has crossed before the light is green: the queue is then still empty.
if __name__ == "__main__":
    green, arrived, other_side = Event(), Semaphore(0), Queue()
    print(f"green at first: {green.is_set()}")
    print(f"waited a hundredth of a second: {green.wait(timeout=0.01)}")

    walkers = [start_walker(name, arrived, green, other_side) for name in ("Ann", "Bob", "Cay")]
    for _ in walkers:
        arrived.acquire()
    print(f"standing at the light: {len(walkers) if other_side.empty() else 'not all'}")
    green.set()
    print(f"walked when it was green: {sorted(other_side.get() for _ in walkers)}")

    walkers.append(start_walker("Dan", arrived, green, other_side))
    print(f"the late one: {[other_side.get()]}")
    for walker in walkers:
        walker.join()
    green.clear()
    print(f"green after clear(): {green.is_set()}")
