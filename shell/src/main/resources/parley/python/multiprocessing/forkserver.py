"""Kept for programs that start CPython's fork server early, or stop it: Parley's starts and ends by itself."""

from .context import _default_context

__all__ = ['ensure_running', 'set_forkserver_preload']


class ForkServer:
    """The fork server, as far as a program has to do with it."""

    def ensure_running(self):
        """Does nothing: it runs when it is needed."""

    def set_forkserver_preload(self, modules_names):
        _default_context.set_forkserver_preload(modules_names)

    def _stop(self):
        """Does nothing: others may use it."""


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
set_forkserver_preload = _forkserver.set_forkserver_preload
