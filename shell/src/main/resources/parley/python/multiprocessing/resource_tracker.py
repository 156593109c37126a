"""Kept for scripts that tell the tracker of CPython: here the session's folder remembers what has a name and must end."""

__all__ = ['ensure_running', 'register', 'unregister']


def ensure_running():
    """Nothing has to run."""


def register(name, rtype):
    """Does nothing: who makes something is remembered."""


def unregister(name, rtype):
    """Does nothing: see ``SharedMemory.unlink``."""
