"""Source to code: by GraalPy, and what that cannot compile by ``groups``. GraalPy compiles a function when it is called
first, so this looks at the text."""


def compiled(source, name, mode='exec', text=None):
    """The code of a text, or of the tree that was made of one."""
    if _has_stars(source if text is None else text):
        from _parley import groups
        return groups.compiled(source, name, mode)
    return compile(source, name, mode, dont_inherit=True)


def _has_stars(text):
    """Whether a line begins so: in a string one may too, which does no harm."""
    stars, end, space = (('except*', 'except *'), '\n', ' \t') if isinstance(text, str) else (
        (b'except*', b'except *'), b'\n', b' \t')
    for star in stars:
        at = text.find(star)
        while at >= 0:
            if not text[text.rfind(end, 0, at) + 1:at].strip(space):
                return True
            at = text.find(star, at + 1)
    return False


def prepare():
    """Once, before the user's first code: modules that are imported are compiled so too."""
    from _frozen_importlib_external import SourceLoader
    original = SourceLoader.source_to_code

    def source_to_code(self, data, path, **options):
        """The code of a module's source."""
        return compiled(data, path) if _has_stars(data) else original(self, data, path, **options)

    SourceLoader.source_to_code = source_to_code
