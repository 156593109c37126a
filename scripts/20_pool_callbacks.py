"""A pool: results that come back later.

The ways with `_async` in their names return at once. What they return is a
promise: `ready()` says whether the result is there, `wait()` waits for it, `get()`
gives it. Instead of asking for it, you can be called: `callback` gets the result,
`error_callback` the exception.

What to watch: the callbacks run here, in the parent, where the lists are. They run
in a thread of the pool that has nothing else to do than to bring results: so they
must be quick. An exception does not harm the pool.

Expected output:

    results by callback: [10.0, 20.0, 50.0]
    errors by callback: ['ZeroDivisionError']
    map_async, called once with all: [[100.0, 50.0]]
    ready: True
    successful: [True, True, True, False]
    callbacks ran in the parent: True
"""

import os
from multiprocessing import Pool

results, errors, maps, pids = [], [], [], set()


def divide(divisor):
    """Return a hundred parts of something, shared out."""
    return 100 / divisor


# These three run in the parent.
def on_result(result):
    """Keep a result."""
    results.append(result)
    pids.add(os.getpid())


def on_error(error):
    """Keep the name of an exception."""
    errors.append(type(error).__name__)
    pids.add(os.getpid())


def on_map(all_results):
    """Keep all results of one map."""
    maps.append(all_results)
    pids.add(os.getpid())


# `close()` and `join()` wait until all work is done and all callbacks have run.
# (Leaving the `with` block does not: it ends the pool's processes where they are.)
if __name__ == "__main__":
    with Pool(2) as pool:
        promises = [pool.apply_async(divide, (divisor,), callback=on_result, error_callback=on_error)
                    for divisor in (10, 5, 2, 0)]
        promise = pool.map_async(divide, [1, 2], callback=on_map)
        promise.wait()
        pool.close()
        pool.join()

    print(f"results by callback: {sorted(results)}")
    print(f"errors by callback: {errors}")
    print(f"map_async, called once with all: {maps}")
    print(f"ready: {all(each.ready() for each in promises)}")
    print(f"successful: {[each.successful() for each in promises]}")
    print(f"callbacks ran in the parent: {pids == {os.getpid()}}")
