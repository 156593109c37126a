"""A manager for objects of your own.

A manager can keep an object of any class, once the class is registered: then the
manager has a method of that name, which makes the object in the manager's process
and returns a proxy. All calls of all processes go to that one object.

What to watch: the account lives in the manager, so its pid is another one than
ours. Each call is done by a thread of the manager, so the object itself must take
care that two calls do not come between each other: it has a lock, an ordinary one.
Attributes are out of reach: a proxy only knows methods, and of those the public.

Expected output:

    balance: 60
    steps in the book: 6
    it lives in another process: True
    errors come back: ValueError('only 60 there')
    attributes: AttributeError
    a second account has its own balance: 0
"""

import os
from multiprocessing import Process
from multiprocessing.managers import BaseManager
from threading import Lock


class Account:
    """An account that cannot be overdrawn."""

    def __init__(self):
        self.coins = 0
        self.book = []
        self.lock = Lock()

    def move(self, coins):
        """Add coins, or take them out if the number is below zero."""
        with self.lock:
            if self.coins + coins < 0:
                raise ValueError(f"only {self.coins} there")
            self.coins += coins
            self.book.append(coins)

    def balance(self):
        """Return how many coins there are."""
        return self.coins

    def steps(self):
        """Return how often it has changed."""
        return len(self.book)

    def home(self):
        """Return the pid of the process that this object lives in."""
        return os.getpid()


class Bank(BaseManager):
    """A manager that keeps accounts."""


# Under this name the manager makes an account: `bank.Account()`.
Bank.register("Account", Account)


def save(account, coins):
    """Put coins into the account, three times."""
    for _ in range(3):
        account.move(coins)


if __name__ == "__main__":
    with Bank() as bank:
        account = bank.Account()
        savers = [Process(target=save, args=(account, coins)) for coins in (5, 15)]
        for saver in savers:
            saver.start()
        for saver in savers:
            saver.join()
        print(f"balance: {account.balance()}")
        print(f"steps in the book: {account.steps()}")
        print(f"it lives in another process: {account.home() != os.getpid()}")
        try:
            account.move(-100)
        except ValueError as error:
            print(f"errors come back: {error!r}")
        try:
            account.coins
        except AttributeError as error:
            print(f"attributes: {type(error).__name__}")
        print(f"a second account has its own balance: {bank.Account().balance()}")
