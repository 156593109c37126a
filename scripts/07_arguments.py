"""Arguments are copies.

A process takes whatever a function takes: arguments by position (`args`, a
tuple: one alone needs its comma), arguments by name (`kwargs`, a dictionary),
lists, dictionaries, and objects of your own classes. All of them are copied when
the process starts.

What to watch: the child crosses things off its shopping list, and the list here
stays as it was. What is added here after `start()` never reaches the child.

Expected output, in any order:

    child: 3 things for Ann, who pays with a card
    child: bought bread, milk, tea
    child: still to buy: []
    one argument alone: pears
    parent: still to buy: ['bread', 'milk', 'tea', 'salt']
"""

from multiprocessing import Process


class Customer:
    """An object of a class of the script's own travels too."""

    def __init__(self, name):
        self.name = name


# The default value counts for who does not say anything else, as in any call.
def shop(customer, wanted, *, pay="cash"):
    """Buy what is wanted, and cross it off the list."""
    print(f"child: {len(wanted)} things for {customer.name}, who pays with {pay}")
    bought = []
    while wanted:
        bought.append(wanted.pop(0))
    print(f"child: bought {', '.join(bought)}")
    print(f"child: still to buy: {wanted}")


def name_it(thing):
    """Print the one argument."""
    print(f"one argument alone: {thing}")


# `("pears",)` is a tuple of one; `("pears")` would be only a word in brackets, and
# its five letters would be five arguments.
if __name__ == "__main__":
    wanted = ["bread", "milk", "tea"]
    shopping = Process(target=shop, args=(Customer("Ann"), wanted), kwargs={"pay": "a card"})
    shopping.start()
    wanted.append("salt")  # too late: the copy is made

    naming = Process(target=name_it, args=("pears",))
    naming.start()
    shopping.join()
    naming.join()
    print(f"parent: still to buy: {wanted}")
