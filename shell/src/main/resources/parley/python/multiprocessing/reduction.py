"""The standard library's own; what a program registers holds for all that we send."""

from _parley import parcel, standard

exec(standard.code('reduction'), globals())

_registered = ForkingPickler.register


def register(type, reduce):
    """How values of a type travel: ``reduce(value)`` gives ``(call, arguments)`` that make one anew."""
    _registered(type, reduce)
    parcel.REDUCERS[type] = reduce


ForkingPickler.register = register
