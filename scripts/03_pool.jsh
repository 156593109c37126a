// A pool with results.
//
// A pool keeps a few processes ready and hands them work: one lambda, many
// arguments. `map()` waits for all results and returns them in the order of the
// arguments, whoever was ready first. `apply_async()` hands over one call and
// returns at once; its result is fetched later, with `get()`.
//
// What to watch: the results come back to this process; the parts are counted in
// the others. The end of the `try` block ends the pool's processes.
//
// Expected output, in any order:
//
//     primes in each thousand: [168, 135, 127, 120, 119, 114, 117, 107]
//     primes below 8000: 1007
//     primes in the next thousand: 110

// One part of the work: small enough to be shared out well, large enough to be
// worth the way to another process and back.
int countPrimes(int first) {
    int found = 0;
    for (int number = Math.max(first, 2); number < first + 1000; number++) {
        int divisor = 2;
        while (divisor * divisor <= number && number % divisor != 0) {
            divisor++;
        }
        if (divisor * divisor > number) {
            found++;
        }
    }
    return found;
}

// Two processes share eight parts, and then a ninth.
try (var pool = new Pool(2)) {
    List<Integer> counts = pool.map(thousand -> countPrimes(thousand * 1000), range(8));
    IO.println("primes in each thousand: " + counts);

    var later = pool.apply_async(first -> countPrimes(first), 8000);
    IO.println("primes below 8000: " + counts.stream().mapToInt(count -> count).sum()); // meanwhile, the pool works
    IO.println("primes in the next thousand: " + later.get());
}
