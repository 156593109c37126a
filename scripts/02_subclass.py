"""A process as a subclass.

Instead of handing a function to `Process`, you can make a kind of process of
your own: a subclass whose `run()` is what the child does. Its fields are the
arguments. Do not call `run()` yourself: `start()` has the child call it.

What to watch: the object exists twice after `start()`, once here and once in
the child. What the child writes into its own copy is never seen here. (How to
get a result back is the subject of the next scripts: a pool, a file, a queue.)

Expected output, in any order:

    count-the: found 3 times
    count-sea: found 2 times
    in the parent: 0 and 0
"""

from multiprocessing import Process

TEXT = "she sells the shells by the sea and the sea is blue"


# `super().__init__()` must come first: it makes this object a process.
class WordCount(Process):
    """A process that counts one word in a text."""

    def __init__(self, word, text):
        super().__init__(name=f"count-{word}")
        self.word = word
        self.text = text
        self.found = 0

    def run(self):
        """Count; called in the child."""
        self.found = self.text.split().count(self.word)
        print(f"{self.name}: found {self.found} times")


# Two objects, two children. The last line shows the fields of the objects here.
if __name__ == "__main__":
    the = WordCount("the", TEXT)
    sea = WordCount("sea", TEXT)
    the.start()
    sea.start()

    the.join()
    sea.join()
    print(f"in the parent: {the.found} and {sea.found}")
