"""Source to code: by GraalPy, and what that cannot compile by ``groups``. GraalPy compiles a function when it is called
first, so this looks at the text."""


def compiled(source, name, mode='exec', text=None):
    """The code of a text, or of the tree that was made of one."""
    if _has_stars(source if text is None else text):
        from _parley import groups
        return groups.compiled(source, name, mode)
    return compile(source, name, mode, dont_inherit=True)


def _has_stars(text):
    if isinstance(text, str):
        return 'except*' in text or 'except *' in text
    return b'except*' in text or b'except *' in text


def prepare():
    """Once, before the user's first code: modules that are imported are compiled so too."""
    from _frozen_importlib_external import SourceLoader
    original = SourceLoader.source_to_code

    def source_to_code(self, data, path, **options):
        """The code of a module's source."""
        return compiled(data, path) if _has_stars(data) else original(self, data, path, **options)

    SourceLoader.source_to_code = source_to_code
