"""Parley, for Python code: what the other language of the session has."""

__all__ = ['java']


def java(name):
    """The value of a variable of the session's Java code.

    Numbers, text, bytes, lists, sets and maps come as a copy; a Queue, a Lock, a Value and their like as the same object.
    """
    from _parley import host, values
    found = host.variable('java', name)
    if type(found) is str:
        raise (NameError if found.startswith('no such variable') else TypeError)(found)
    return values.decode(found)
