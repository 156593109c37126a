"""Daemons: processes that nobody waits for.

At its end a program waits for its children, even if it never called `join()`. A
daemon is the exception: it serves as long as its parent lives, and is ended with
it, in the middle of whatever it does. So it must not have children itself.

What to watch: two bosses each start a helper and return at once. The helper of
the first is an ordinary process, and the boss cannot go before it. The helper of
the second is a daemon, that would wait for ever: it goes when the boss goes. The
end of its pipe closes, and that is how we know.

Expected output:

    the boss of an ordinary helper waits: True
    and goes when the helper is done: exit code 0
    the boss of a daemon goes: exit code 0
    and the daemon is gone with him: True
    a daemon's own child: daemonic processes are not allowed to have children
"""

from multiprocessing import Event, Pipe, Process


# The helper says that it is there, and then waits for its release.
def help_out(line, release):
    """Report, and wait."""
    line.send("I am here")
    release.wait()


# Boss is a process as well. It returns as soon as its helper is at work.
def boss(line, reported, release, daemon):
    """Start a helper, and return."""
    Process(target=help_out, args=(line, release), daemon=daemon).start()
    reported.wait()


def nurse(line):
    """A daemon that tries to have a child."""
    try:
        Process(target=print, args=("never",)).start()
    except AssertionError as error:
        line.send(str(error))


# Everybody who holds the sending end must close it, before the receiving end says
# that nothing more can come: this process too.
def watch(daemon):
    """Start a boss; return him, the line to his helper, and the helper's release."""
    here, there = Pipe(duplex=False)
    reported, release = Event(), Event()
    process = Process(target=boss, args=(there, reported, release, daemon))
    process.start()
    there.close()
    here.recv()
    reported.set()
    return process, here, release


if __name__ == "__main__":
    process, line, release = watch(daemon=False)
    process.join(timeout=0.1)
    print(f"the boss of an ordinary helper waits: {process.is_alive()}")
    release.set()
    process.join()
    print(f"and goes when the helper is done: exit code {process.exitcode}")

    process, line, _ = watch(daemon=True)
    process.join()
    print(f"the boss of a daemon goes: exit code {process.exitcode}")
    try:
        line.recv()
    except EOFError:
        print("and the daemon is gone with him: True")

    here, there = Pipe(duplex=False)
    process = Process(target=nurse, args=(there,), daemon=True)
    process.start()
    print(f"a daemon's own child: {here.recv()}")
    process.join()
