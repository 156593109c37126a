"""Every process has a memory of its own.

Threads share all variables; processes share none. A child begins with a copy, and
from then on each goes its own way: what it writes, it writes into its own memory.

What to watch: four children add to the counter. Each of them has counted to one,
and the counter of the parent has not moved at all. A thread, for comparison, does
change it. To share something you must say so: with a queue, a pipe, a value.

Expected output:

    children have counted to: [1, 1, 1, 1]
    parent has counted to: 0
    parent after a thread has counted: 1
    the child's list: ['from the child']
    the parent's list: []
"""

from multiprocessing import Process, Queue
from threading import Thread

counter = 0
notes = []


# `global` reaches as far as the memory of this process, and no further.
def count(answers):
    """Add one to the counter of this process."""
    global counter
    counter += 1
    answers.put(counter)


# An object is no different from a number.
def note(answers):
    """Add a line to the notes of this process."""
    notes.append("from the child")
    answers.put(notes)


# The way out of a child's memory is the queue: it carries a copy of what is put.
if __name__ == "__main__":
    answers = Queue()
    children = [Process(target=count, args=(answers,)) for _ in range(4)]
    for child in children:
        child.start()
    print(f"children have counted to: {[answers.get() for _ in children]}")
    for child in children:
        child.join()
    print(f"parent has counted to: {counter}")

    thread = Thread(target=count, args=(answers,))
    thread.start()
    thread.join()
    print(f"parent after a thread has counted: {answers.get()}")

    child = Process(target=note, args=(answers,))
    child.start()
    print(f"the child's list: {answers.get()}")
    child.join()
    print(f"the parent's list: {notes}")
