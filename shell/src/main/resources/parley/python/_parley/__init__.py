"""Python's side of Parley: what Java calls (console, script, body) and what our ``multiprocessing`` is made of.

    console   runs what is typed            script   runs a file            lookup   completion, documentation, variables
    body      runs what another process sent
    values    plain data <-> the tag codec  parcel   functions and classes by value
    debugger  pdb in every process              mending   modules of the standard library, as they are imported
    frames    tracebacks of the user's code only
    system    what GraalPy lacks: processes, threads, sockets                 programs  other programs, and waiting for them
    files     standard streams and files            signals   handlers        masks     signals that are held back
    lacking   functions of the standard library that are not there            polling   select.poll and select.epoll
    sockets   socket.socket
    compiling, groups   source to code, with ``except*``
    garbage   gc.collect                descriptors, spawning   of ``os``, imported when they are needed

``host`` is the Java side, set by the bootstrap; every module fetches its methods from there.
"""

host = None
home = None
