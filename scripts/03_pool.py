"""A pool with results.

A pool keeps a few processes ready and hands them work: one function, many
arguments. `map()` waits for all results and returns them in the order of the
arguments, whoever was ready first. `apply_async()` hands over one call and
returns at once; its result is fetched later, with `get()`.

What to watch: the results come back to this process; the parts are counted in
the others. The `with` block ends the pool's processes.

Expected output, in any order:

    primes in each thousand: [168, 135, 127, 120, 119, 114, 117, 107]
    primes below 8000: 1007
    primes in the next thousand: 110
"""

from multiprocessing import Pool


# One part of the work: small enough to be shared out well, large enough to be
# worth the way to another process and back.
def count_primes(first):
    """Return how many of the thousand numbers from first on are primes."""
    found = 0
    for number in range(max(first, 2), first + 1000):
        divisor = 2
        while divisor * divisor <= number and number % divisor != 0:
            divisor += 1
        if divisor * divisor > number:
            found += 1
    return found


# Two processes share eight parts, and then a ninth.
if __name__ == "__main__":
    with Pool(2) as pool:
        counts = pool.map(count_primes, range(0, 8000, 1000))
        print(f"primes in each thousand: {counts}")

        later = pool.apply_async(count_primes, (8000,))
        print(f"primes below 8000: {sum(counts)}")  # meanwhile, the pool works
        print(f"primes in the next thousand: {later.get()}")
