"""What processes wait with and the numbers they share: prints the same under Parley and CPython. Argument: start method."""
import multiprocessing
import sys


def count(total, row, rounds):
    for turn in range(rounds):
        with total.get_lock():
            total.value += 1
            row[turn % len(row)] += 1


def shout(text):
    text.value = text.value.upper()


def wait_for_it(condition, event, said):
    with condition:
        said.put('waits')
        woken = condition.wait(60)
    said.put(('woken', woken, event.is_set()))
    said.put(('event', event.wait(60)))


def party(barrier, said, rlock):
    with rlock:
        with rlock:
            pass
    try:
        rlock.release()
    except AssertionError as error:
        said.put(str(error))
    said.put(('barrier', barrier.wait(60)))


def work(jobs, gate, inside):
    while True:
        with gate:
            inside.value += 1
            inside.value -= 1
        job = jobs.get()
        jobs.task_done()
        if job is None:
            return


def celebrate():
    print('all are here', flush=True)


def main(method):
    mp = multiprocessing.get_context(method)
    total, row, text, said = mp.Value('i', 0), mp.Array('d', 4), mp.Array('c', b'hello'), mp.Queue()
    counters = [mp.Process(target=count, args=(total, row, 200)) for _ in range(2)]
    for process in counters:
        process.start()
    shouter = mp.Process(target=shout, args=(text,))
    shouter.start()
    for process in counters + [shouter]:
        process.join()
    print(total, total.value, row[:], text.value, text.raw, len(row))

    condition, event = mp.Condition(), mp.Event()
    waiter = mp.Process(target=wait_for_it, args=(condition, event, said))
    waiter.start()
    print(said.get())
    with condition:
        condition.notify()
    print(said.get())
    event.set()
    print(said.get(), condition)
    waiter.join()

    barrier, rlock = mp.Barrier(2, celebrate), mp.RLock()
    guest = mp.Process(target=party, args=(barrier, said, rlock))
    guest.start()
    print(said.get())
    mine = barrier.wait(60)
    print(sorted([said.get(), ('barrier', mine)]), barrier.broken, barrier.n_waiting, rlock)
    guest.join()

    jobs, gate, inside = mp.JoinableQueue(), mp.BoundedSemaphore(1), mp.Value('h', 0, lock=False)
    worker = mp.Process(target=work, args=(jobs, gate, inside))
    worker.start()
    for job in [1, 2, 3, None]:
        jobs.put(job)
    jobs.join()
    worker.join()
    print('joined', inside.value, gate, worker.exitcode)

    for mistake in (gate.release, jobs.task_done, condition.notify, lambda: row[9],
                    lambda: mp.Value('i', 'text'), lambda: mp.Array('i', -1), rlock.release,
                    ):
        try:
            mistake()
        except Exception as error:
            print(type(error).__name__)
    simple, short = mp.SimpleQueue(), mp.RawValue('h', 70000)
    simple.put({'a': [1]})
    print(simple.get(), simple.empty(), short.value, mp.RawArray('I', [1, -1])[:])


def change(row, one):
    row[1], row[2:], one.value = 'Ω', '€!', 'z'


def wide_characters():
    row, one = multiprocessing.Array('u', 'héyo'), multiprocessing.Value('u', 'x')
    print(row[:], row[1], len(row), one.value, multiprocessing.RawValue('u'),
          list(multiprocessing.RawArray('u', 2)))
    child = multiprocessing.Process(target=change, args=(row, one))
    child.start()
    child.join()
    print(row[:], one.value)
    for wrong in 'ab', 1, b'x':
        try:
            row[0] = wrong
        except TypeError as error:
            print(type(error).__name__)


if __name__ == '__main__':
    main(sys.argv[1])
    wide_characters()
