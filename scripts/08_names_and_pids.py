"""Names and numbers of processes.

Each process has a name, for people, and a number, the pid, for the operating
system. You may choose the name; otherwise it is counted: `Process-1`, and so on.
The first process of all is called `MainProcess`. A process can ask who it is
itself, who its parent is, and which children it has that are still alive.

What to watch: the second process has no name of its own choice, so it gets one by
its number. After `join()` nobody is left.

Expected output:

    I am MainProcess, and no process of this program has started me
    painter was started by MainProcess: True
    Process-2 was started by MainProcess: True
    pids are as their parent sees them: True
    all different: True
    alive: ['Process-2', 'painter']
    after the end: []
"""

import os
from multiprocessing import Event, Process, Queue, active_children, current_process, parent_process


# Each child tells what it knows, and stays until it may go home.
def introduce(answers, go_home):
    """Tell the own name and pid, and those of the parent."""
    me, parent = current_process(), parent_process()
    answers.put((me.name, me.pid, parent.name, parent.pid))
    go_home.wait()


# `os.getpid()` is the operating system's own answer to "who am I?".
if __name__ == "__main__":
    me = current_process()
    print(f"I am {me.name}, and {'no' if parent_process() is None else 'a'} process of this program has started me")

    answers, go_home = Queue(), Event()
    children = [Process(name="painter", target=introduce, args=(answers, go_home)),
                Process(target=introduce, args=(answers, go_home))]
    for child in children:
        child.start()

    told = sorted((answers.get() for _ in children), key=lambda answer: answer[0] != "painter")
    for name, _, parent_name, parent_pid in told:
        print(f"{name} was started by {parent_name}: {parent_pid == os.getpid()}")
    print(f"pids are as their parent sees them: {[pid for _, pid, _, _ in told] == [child.pid for child in children]}")
    print(f"all different: {len({os.getpid(), *(child.pid for child in children)}) == 3}")
    print(f"alive: {sorted(child.name for child in active_children())}")

    go_home.set()
    for child in children:
        child.join()
    print(f"after the end: {active_children()}")
