"""A piece of shared memory, by its name.

A `SharedMemory` is a row of bytes that lies outside of all processes and has a
name. Who knows the name can open it, also a process that is no child of this one.
`buf` looks straight at the bytes: nothing is copied. A `ShareableList` is a short
list of numbers and texts in such memory.

What to watch: each process closes its view when it needs it no longer (`close()`);
the memory itself is given back once, by the one who made it (`unlink()`). If nobody
does, it stays behind when the program is gone.

Expected output:

    the child saw: hello
    and wrote: HELLO
    at least as large as asked for: True
    the list here: ['Ann', 43, 2.5, True]
    the list keeps its length: IndexError
    after unlink(): FileNotFoundError
"""

from multiprocessing import Pipe, Process
from multiprocessing.shared_memory import ShareableList, SharedMemory


# A name is enough: it is a text, and may travel in any way.
def shout(name, line):
    """Tell what is in the memory, and write it in capitals."""
    memory = SharedMemory(name)
    word = bytes(memory.buf[:5])
    memory.buf[:5] = word.upper()
    memory.close()
    line.send(word.decode())


def birthday(name):
    """Make the person in the list a year older."""
    person = ShareableList(name=name)
    person[1] += 1
    person.shm.close()


# Made here, so unlinked here.
def share_bytes():
    """Write a word, and have a child change it; return the name that is no longer valid."""
    memory = SharedMemory(create=True, size=10)
    memory.buf[:5] = b"hello"
    here, there = Pipe(duplex=False)
    child = Process(target=shout, args=(memory.name, there))
    child.start()
    print(f"the child saw: {here.recv()}")
    child.join()
    print(f"and wrote: {bytes(memory.buf[:5]).decode()}")
    print(f"at least as large as asked for: {memory.size >= 10}")
    memory.close()
    memory.unlink()
    return memory.name


# A list like this has its length and its room for ever: a text cannot become longer
# than what it began with.
def share_list():
    """Let a child change a list."""
    person = ShareableList(["Ann", 42, 2.5, True])
    child = Process(target=birthday, args=(person.shm.name,))
    child.start()
    child.join()
    print(f"the list here: {list(person)}")
    try:
        person[4] = "more"
    except IndexError as error:
        print(f"the list keeps its length: {type(error).__name__}")
    person.shm.close()
    person.shm.unlink()


if __name__ == "__main__":
    gone = share_bytes()
    share_list()
    try:
        SharedMemory(gone)
    except FileNotFoundError as error:
        print(f"after unlink(): {type(error).__name__}")
