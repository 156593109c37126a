"""How a process comes into being: three start methods.

`fork` copies the running program, with all that it has in memory. `spawn` starts a
new one, which reads this file again and then gets the function and its arguments.
`forkserver` copies a small program that was started for that purpose and knows as
little of us as a new one. Not every system has all of them.

What to watch: the main program makes a setting, the level of its log. The copy has
the setting, the others begin with what is usual. So what a child must know is best
given to it as an argument. The guard `if __name__ == "__main__":` is needed for the
same reason: who reads this file again must not start processes again.

Expected output:

    fork: the child's log begins at DEBUG
    forkserver: the child's log begins at WARNING
    spawn: the child's log begins at WARNING
    the argument arrives in each: True
    a context does not change the default: True
"""

import logging
from multiprocessing import get_all_start_methods, get_context, get_start_method


# What a child finds in its memory, and what it was given.
def tell(line, argument):
    """Send the level of the log, and the argument."""
    line.send((logging.getLevelName(logging.getLogger().level), argument))


# A context is the whole module with one start method: `context.Process`,
# `context.Queue`, and so on. Things of one context are for processes of that one.
def try_method(method):
    """Start a child by this method; return what it has sent."""
    context = get_context(method)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=tell, args=(there, "argument"))
    child.start()
    answer = here.recv()
    child.join()
    return answer


# `set_start_method("spawn")`, here at the beginning, would set the default for all
# that follows. It may be called only once.
if __name__ == "__main__":
    logging.getLogger().setLevel(logging.DEBUG)
    default = get_start_method()
    arguments = []
    for method in sorted(get_all_start_methods()):
        level, argument = try_method(method)
        print(f"{method}: the child's log begins at {level}")
        arguments.append(argument)
    print(f"the argument arrives in each: {set(arguments) == {'argument'}}")
    print(f"a context does not change the default: {get_start_method() == default}")
