"""The groups of ``/etc/group``, as CPython's module of this name gives them."""

from collections import namedtuple

_FILE = '/etc/group'

struct_group = namedtuple('struct_group', 'gr_name gr_passwd gr_gid gr_mem')
struct_group.__module__ = 'grp'


def getgrall():
    """All groups."""
    with open(_FILE) as file:
        lines = [line.rstrip('\n').split(':') for line in file]
    return [struct_group(name, password, int(number), members.split(',') if members else [])
            for name, password, number, members in (line for line in lines if len(line) == 4)]


def getgrgid(id):
    """The group of a number."""
    for group in getgrall():
        if group.gr_gid == id:
            return group
    raise KeyError(f'getgrgid(): gid not found: {id}')


def getgrnam(name):
    """The group of a name."""
    for group in getgrall():
        if group.gr_name == name:
            return group
    raise KeyError(f'getgrnam(): name not found: {name!r}')
