"""How a process ends, and what its exit code tells.

The exit code is the last word of a process: 0 says that all went well, a number
above 0 that it did not, and a number below 0 that it was stopped from outside, by
the signal of that number. As long as it runs there is none: `None`.

What to watch: `terminate()` asks a process to end (signal 15), `kill()` gives it
no choice (signal 9). Neither lets it finish what it was doing. An exception that
nobody catches is exit code 1, and a traceback; here the child throws that away.

Expected output:

    before the end: None
    comes to its end: 0
    says sys.exit(3): 3
    raises an exception: 1
    leaves at once, with 7: 7
    is terminated: -15, which is SIGTERM
    is killed: -9, which is SIGKILL
"""

import io
import os
import signal
import sys
from multiprocessing import Event, Process


def come_to_the_end():
    """Do nothing: that is done well."""


def say_exit():
    """End with a code of one's own."""
    sys.exit(3)


def raise_exception():
    """End by an accident."""
    sys.stderr = io.StringIO()  # here the traceback goes, and nobody reads it
    raise ValueError("an accident")


def leave_at_once():
    """End without any tidying up: no `finally`, nothing flushed."""
    os._exit(7)


def wait(ready, never):
    """Wait for something that does not come."""
    ready.set()
    never.wait()


# These end by themselves.
def end_by_themselves():
    """Start each, and look at its exit code."""
    cases = {"comes to its end": come_to_the_end, "says sys.exit(3)": say_exit,
             "raises an exception": raise_exception, "leaves at once, with 7": leave_at_once}
    for what, function in cases.items():
        child = Process(target=function)
        child.start()
        child.join()
        print(f"{what}: {child.exitcode}")


# And these are stopped from outside, once they wait.
def stop_from_outside():
    """Start two that would wait for ever, and stop them."""
    for what, stop in ("is terminated", Process.terminate), ("is killed", Process.kill):
        ready, never = Event(), Event()
        child = Process(target=wait, args=(ready, never))
        child.start()
        ready.wait()
        stop(child)
        child.join()
        print(f"{what}: {child.exitcode}, which is {signal.Signals(-child.exitcode).name}")


if __name__ == "__main__":
    unhurried = Process(target=come_to_the_end)
    print(f"before the end: {unhurried.exitcode}")
    end_by_themselves()
    stop_from_outside()
