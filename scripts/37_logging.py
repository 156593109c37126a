"""One log for several processes.

If several processes write into one log file, their lines may cut into each other.
The way out: they do not write. Each puts its records into a queue
(`QueueHandler`), and one process takes them out and writes (`QueueListener`).

What to watch: the records bring the name of the process they come from. The level
is set in the children, so what is of no interest is never sent. The listener has a
level, too: warnings go to a second place as well, here a list.

Expected output, in any order:

    baker INFO bread is in the oven
    baker WARNING bread is burning
    brewer INFO beer is in the barrel
    brewer ERROR the barrel leaks: ValueError
    MainProcess INFO all have gone home
    kept for the boss: ['bread is burning', 'the barrel leaks: ValueError']
"""

import logging
import sys
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Process, Queue


# First thing in each process: all records go into the queue, and nowhere else.
def log_to(queue):
    """Have this process log into the queue; return its logger."""
    root = logging.getLogger()
    root.handlers = [QueueHandler(queue)]
    root.setLevel(logging.INFO)
    return root


def bake(queue):
    """Bake bread, and let it burn."""
    log = log_to(queue)
    log.debug("never sent: its level is too low")
    log.info("%s is in the oven", "bread")
    log.warning("%s is burning", "bread")


def brew(queue):
    """Brew beer in a leaking barrel."""
    log = log_to(queue)
    log.info("beer is in the barrel")
    try:
        raise ValueError("a hole")
    except ValueError as error:
        log.error("the barrel leaks: %s", type(error).__name__)


class Boss(logging.Handler):
    """Keeps what the boss should know."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.kept = []

    def emit(self, record):
        """Keep one message."""
        self.kept.append(record.getMessage())


# The listener works in a thread of this process. `stop()` waits until it has written
# everything.
if __name__ == "__main__":
    queue, boss = Queue(), Boss()
    screen = logging.StreamHandler(sys.stdout)
    screen.setFormatter(logging.Formatter("%(processName)s %(levelname)s %(message)s"))
    children = [Process(name="baker", target=bake, args=(queue,)), Process(name="brewer", target=brew, args=(queue,))]
    for child in children:
        child.start()

    listener = QueueListener(queue, screen, boss, respect_handler_level=True)
    listener.start()
    for child in children:
        child.join()
    log_to(queue).info("all have gone home")
    listener.stop()
    print(f"kept for the boss: {sorted(boss.kept)}")
