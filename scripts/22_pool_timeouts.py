"""A pool: waiting only so long.

`get(timeout)` waits for a result, but no longer than so many seconds; then it
raises `TimeoutError`. That only ends the waiting. The work goes on, the result can
still be fetched later. To stop work there is one way: `terminate()`, which ends
the pool and all that it does.

What to watch: the work here waits for a sign that we give. Before it the result
is late, by any clock; after it the result is there.

Expected output:

    get: TimeoutError
    ready: False
    imap: TimeoutError
    asked for success too early: ValueError
    after the sign: both are done
    imap after the sign: ['a', 'b']
    endless work: TimeoutError
    workers after terminate(): []
"""

from multiprocessing import Event, Pool, TimeoutError, active_children


# Each worker gets the sign once, when it starts: an event cannot be an argument
# of the work itself.
def set_up(event):
    """Keep the event for the work that comes."""
    global sign
    sign = event


def work(what):
    """Wait for the sign, and return what was given."""
    sign.wait()
    return what


# Both workers hang at the sign, so that no result comes before it.
def main():
    """Wait in vain, give the sign, and wait again."""
    sign = Event()
    with Pool(2, initializer=set_up, initargs=(sign,)) as pool:
        late = pool.apply_async(work, ("both are done",))
        try:
            late.get(timeout=0.05)
        except TimeoutError as error:
            print(f"get: {type(error).__name__}")
        print(f"ready: {late.ready()}")

        results = pool.imap(work, "ab")
        try:
            results.next(timeout=0.05)
        except TimeoutError as error:
            print(f"imap: {type(error).__name__}")
        try:
            late.successful()
        except ValueError as error:
            print(f"asked for success too early: {type(error).__name__}")

        sign.set()
        print(f"after the sign: {late.get(timeout=60)}")
        print(f"imap after the sign: {list(results)}")

        sign.clear()
        endless = pool.apply_async(work, ("never",))
        try:
            endless.get(timeout=0.05)
        except TimeoutError as error:
            print(f"endless work: {type(error).__name__}")
        pool.terminate()
        pool.join()
        print(f"workers after terminate(): {active_children()}")


if __name__ == "__main__":
    main()
