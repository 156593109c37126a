"""Processes that wait for each other.

Three runners come to a race. Each of them needs a different time to get ready;
a barrier holds them at the line until the last one is there. Then they wait for
the starter's pistol, an event: it is fired once, and all of them hear it. The
judge has a pipe to each runner, asks for the name, and gets the answer back.

What to watch: the runners are ready in any order, but none of them runs before
all are at the line and the pistol was heard.

Expected output, in any order:

    Ann is at the line
    Bob is at the line
    Cay is at the line
    the pistol
    Ann runs
    Bob runs
    Cay runs
    the judge has seen Ann
    the judge has seen Bob
    the judge has seen Cay
    all at the line before the pistol: True
"""

import time
from multiprocessing import Barrier, Event, Pipe, Process, Value

NAMES = ("Ann", "Bob", "Cay")


def say(text):
    """Print at once, so that the lines of several processes do not mix."""
    print(text, flush=True)


# The value counts who is at the line. Its lock makes "add one" a single step.
def runner(name, seconds, ready, line, pistol, judge):
    """Get ready, wait for the others, wait for the pistol, run, tell the judge."""
    time.sleep(seconds)
    say(f"{name} is at the line")
    with ready.get_lock():
        ready.value += 1
    line.wait()
    pistol.wait()
    say(f"{name} runs")
    judge.recv()  # the question
    judge.send(name)
    judge.close()


# The starter stands at the barrier too: four are waited for. When it opens, all
# runners are at the line, and only then is the pistol fired.
def main():
    """Start three runners, fire the pistol, and ask each of them."""
    ready, line, pistol = Value("i", 0), Barrier(len(NAMES) + 1), Event()
    runners, pipes = [], []
    for number, name in enumerate(NAMES):
        here, there = Pipe()
        process = Process(target=runner, args=(name, number / 20, ready, line, pistol, there))
        process.start()
        runners.append(process)
        pipes.append(here)

    line.wait()
    all_there = ready.value == len(NAMES)
    say("the pistol")
    pistol.set()

    for here in pipes:
        here.send("who are you?")
        say(f"the judge has seen {here.recv()}")
    for process in runners:
        process.join()
    say(f"all at the line before the pistol: {all_there}")


if __name__ == "__main__":
    main()
