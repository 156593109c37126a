"""Kept for scripts that tell the tracker of CPython: here the session's folder remembers what has a name and must end."""

__all__ = ['ensure_running', 'register', 'unregister']


class ResourceTracker:
    """The tracker, as far as a script has to do with it."""

    def ensure_running(self):
        """Nothing has to run."""

    def register(self, name, rtype):
        """Does nothing: who makes something is remembered."""

    def unregister(self, name, rtype):
        """Does nothing: see ``SharedMemory.unlink``."""

    def _stop(self):
        """Does nothing."""


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
