"""Groups of exceptions."""

import asyncio
import multiprocessing as mp
import sys


def shape(error):
    if isinstance(error, BaseExceptionGroup):
        return type(error).__name__, error.message, [shape(part) for part in error.exceptions]
    return repr(error)


def group():
    return ExceptionGroup('outer', [ValueError(1), ExceptionGroup('inner', [TypeError(2), ValueError(3)]), KeyError(4)])


def handled():
    try:
        raise group()
    except* ValueError as error:
        print('values', shape(error))
    except* (TypeError, KeyError) as error:
        print('others', shape(error))
    else:
        print('never')
    finally:
        print('end')
    return 'done'


def left():
    try:
        raise group()
    except* ValueError as error:
        print(shape(error), sys.exc_info()[1] is error)
    print('never')


def again():
    try:
        raise group()
    except* ValueError:
        raise
    except* KeyError:
        raise RuntimeError('worse')


def alone(error, kind):
    try:
        raise error
    except* kind as caught:
        print('caught', shape(caught))


def none():
    for number in range(3):
        try:
            if number == 1:
                continue
        except* ValueError:
            print('never')
        else:
            print('nothing', number)
        finally:
            print('end', number)
    try:
        pass
    except* TypeError:
        pass
    return 'fine'


class Nested:
    def run(self):
        try:
            try:
                raise group()
            except* TypeError as error:
                print('inside', shape(error))
        except* ValueError as error:
            print('outside', shape(error))
            try:
                raise ExceptionGroup('third', [OSError(5)])
            except* OSError as other:
                print(shape(other), shape(error))


def attempt(what, *arguments):
    try:
        print(what(*arguments))
    except BaseException as error:
        print('raised', shape(error), shape(error.__cause__) if error.__cause__ else None)


async def fail(number):
    await asyncio.sleep(0)
    raise ValueError(number)


async def tasks():
    try:
        async with asyncio.TaskGroup() as several:
            for number in range(2):
                several.create_task(fail(number))
    except* ValueError as error:
        print(sorted(map(repr, error.exceptions)))


def main():
    attempt(handled)
    attempt(left)
    attempt(again)
    attempt(alone, ValueError(6), ValueError)
    attempt(alone, ValueError(6), TypeError)
    attempt(alone, ExceptionGroup('x', [ValueError(7)]), ExceptionGroup)
    attempt(alone, KeyboardInterrupt(), KeyboardInterrupt)
    attempt(none)
    attempt(Nested().run)
    asyncio.run(tasks())
    process = mp.get_context(sys.argv[1]).Process(target=handled)
    process.start()
    process.join()
    print(process.exitcode)


if __name__ == '__main__':
    main()
