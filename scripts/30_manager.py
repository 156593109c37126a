"""A manager: dictionaries and lists that all processes see.

A manager is a process of its own that keeps ordinary objects: a dictionary, a list,
a namespace, a queue, a lock. What the others have are proxies: each call on one is
a message to the manager, which does it and answers. So it is slower than shared
memory, but it can be anything.

What to watch: one call is one step, nobody comes in between. Two calls are two:
`counts[word] += 1` is a look and a write, and needs a lock. And what you take out of
a dictionary is a copy: to change a list inside it, put a managed list inside, or put
the changed list in again.

Expected output:

    words: {'bee': 2, 'sea': 4, 'tea': 2}
    seen by: ['first', 'second']
    longest so far: shells
    a copy was changed: [1, 2]
    put in again: [1, 2, 3]
    a managed list inside: [1, 2, 3]
    through the manager's queue: a letter
"""

from multiprocessing import Manager, Process

TEXTS = {"first": "sea tea sea bee shells", "second": "bee sea tea sea"}


# All arguments are proxies; they travel like any other argument.
def read(name, counts, readers, notes, lock):
    """Count the words of one text."""
    for word in TEXTS[name].split():
        with lock:
            if len(word) > len(notes.longest):
                notes.longest = word
        if len(word) == 3:
            with lock:
                counts[word] = counts.get(word, 0) + 1
    readers.append(name)


def write(letters):
    """Put a letter into a queue."""
    letters.put("a letter")


# Leaving the `with` block ends the manager, and all that it keeps.
def main():
    """Share several kinds of things."""
    with Manager() as manager:
        counts, readers, lock = manager.dict(), manager.list(), manager.Lock()
        notes = manager.Namespace(longest="")
        children = [Process(target=read, args=(name, counts, readers, notes, lock)) for name in TEXTS]
        for child in children:
            child.start()
        for child in children:
            child.join()
        print(f"words: {dict(sorted(counts.items()))}")
        print(f"seen by: {sorted(readers)}")
        print(f"longest so far: {notes.longest}")

        shelf = manager.dict(plain=[1, 2], managed=manager.list([1, 2]))
        shelf["plain"].append(3)
        print(f"a copy was changed: {shelf['plain']}")
        shelf["plain"] = shelf["plain"] + [3]
        print(f"put in again: {shelf['plain']}")
        shelf["managed"].append(3)
        print(f"a managed list inside: {list(shelf['managed'])}")

        letters = manager.Queue()
        child = Process(target=write, args=(letters,))
        child.start()
        print(f"through the manager's queue: {letters.get()}")
        child.join()


if __name__ == "__main__":
    main()
