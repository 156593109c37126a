// What it costs four processes that use one queue at full speed when somebody looks into it, and whether what is seen
// is right.
//
//     ./parley run scripts/bench/peek.jsh
//
// Two producers, two consumers. Each round is three windows: undisturbed, with a look as %peek takes it twice a second,
// undisturbed again; its ratio is the middle one's messages by the mean of its neighbours, and the median of the rounds is
// what counts (wanted: above 0.95). Then the same with one look after the other. In every look the numbers of each
// producer must follow each other without a gap. How long a look takes is the surer figure on a busy machine.

import parley.channel.Queues;
import parley.memory.Member;
import parley.ship.JavaValues;

int ROUNDS = 15;
long WINDOW = 1_000_000_000L;
long PRODUCER = 1L << 40;
int BATCH = 256;

void produce(Queue<Long> items, Event end, long producer) {
    for (long n = 0; n % BATCH != 0 || !end.is_set(); n++) items.put(producer * PRODUCER + n);
    items.put(null);
}

void consume(Queue<Long> items, Value taken) {
    for (long n = 1; items.get() != null; n++) if (n % BATCH == 0) taken.integer(0, n);
}

var items = new Queue<Long>(1000);
var end = new Event();
var taken = List.of(new Value('q', 0), new Value('q', 0));
var parties = new ArrayList<Process>();
for (int i = 0; i < 2; i++) {
    long number = i;
    var mine = taken.get(i);
    parties.add(new Process(() -> produce(items, end, number)));
    parties.add(new Process(() -> consume(items, mine)));
}
for (var party : parties) party.start();

long looks = 0, seen = 0, gaps = 0, nanos = 0;

void look() {
    var last = new HashMap<Long, Long>();
    long begin = System.nanoTime();
    var messages = Queues.peek(Member.current().segment(), items.name()).orElseThrow();
    nanos += System.nanoTime() - begin;
    for (byte[] message : messages) {
        long number = ((Number) JavaValues.decode(message)).longValue();
        Long before = last.put(number / PRODUCER, number);
        if (before != null && before != number - 1) gaps++;
        seen++;
    }
    looks++;
}

/** Messages per second in one window, with a look each so many nanoseconds; 0 for none. */
double window(long every) throws Exception {
    long begin = System.nanoTime(), count = -taken.get(0).integer(0) - taken.get(1).integer(0);
    if (every == 0) Thread.sleep(WINDOW / 1_000_000);
    else for (long next = begin; System.nanoTime() - begin < WINDOW; next += every) {
        look();
        Thread.sleep(Math.max(0, next + every - System.nanoTime()) / 1_000_000);
    }
    count += taken.get(0).integer(0) + taken.get(1).integer(0);
    return count * 1e9 / (System.nanoTime() - begin);
}

void rounds(String what, long every) throws Exception {
    var ratios = new ArrayList<Double>();
    double before = window(0), plain = 0;
    looks = nanos = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double looking = window(every), after = window(0);
        ratios.add(2 * looking / (before + after));
        before = after;
        plain += after / ROUNDS;
    }
    ratios.sort(null);
    IO.println(String.format("%-20s %,11.0f messages/s undisturbed; looking: median ratio %.3f, from %.3f to %.3f; %,d looks of %,d us", what, plain, ratios.get(ROUNDS / 2), ratios.getFirst(), ratios.getLast(), looks, nanos / 1000 / looks));
}

for (int i = 0; i < 5; i++) { double warming = window(i % 2 * 1_000_000); }
rounds("a look every 0.5 s", 500_000_000);
rounds("one after the other", 1);
end.set();
for (var party : parties) party.join();
IO.println(String.format("%,d messages seen, %d gaps", seen, gaps));
if (gaps > 0) throw new AssertionError("a look was not consistent");
