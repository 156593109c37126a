"""Programs that call themselves without an end: each gets its error, in the main thread and in others, again and again."""

import threading


class Attribute:
    def __getattr__(self, name):
        return self.missing


class Assignment:
    def __setattr__(self, name, value):
        self.again = value


class Property:
    @property
    def x(self):
        return self.x

    def __repr__(self):
        return repr(self)


def plain(n):
    return plain(n + 1)


def guarded(n):
    try:
        return guarded(n + 1)
    finally:
        pass


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def tried():
    for name, function in {
            'plain': lambda: plain(0), 'guarded': lambda: guarded(0), 'attribute': lambda: Attribute().x,
            'assignment': lambda: setattr(Assignment(), 'x', 1), 'property': lambda: Property().x,
            'text': lambda: repr(Property())}.items():
        for _ in range(2):
            try:
                function()
            except RecursionError as error:
                print(name, str(error)[:32])
    print(deep(900))


if __name__ == '__main__':
    tried()
    thread = threading.Thread(target=tried)
    print(thread.name)
    thread.start()
    thread.join()
