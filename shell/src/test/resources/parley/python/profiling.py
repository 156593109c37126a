"""``cProfile``: how often what was called, and by whom."""

import cProfile
import io
import pstats
import re
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def total(n):
    return sum(i * i for i in range(n))


def work():
    fib(10)
    total(50)
    [].append(1)
    time.sleep(0.01)
    sorted([3, 1])
    ' a '.strip()


def shown(profile, show=lambda statistics: statistics.print_stats()):
    text = io.StringIO()
    show(pstats.Stats(profile, stream=text).strip_dirs().sort_stats('name'))
    return re.sub(r' +', ' ', re.sub(r'\d+\.\d+', 'T', text.getvalue()))


profile = cProfile.Profile()
profile.enable()
work()
profile.disable()
print(shown(profile))
profile = cProfile.Profile()
print(profile.runcall(fib, 5))
print(shown(profile))
with cProfile.Profile() as profile:
    work()
print(shown(profile, lambda statistics: statistics.print_callers('fib')))
statistics = pstats.Stats(profile)
print(statistics.total_calls, statistics.prim_calls, statistics.total_tt >= 0.01)
