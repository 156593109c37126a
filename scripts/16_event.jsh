// An event: one tells, all hear.
//
// An event is a flag that all processes can see. It is down at first; `set()` raises
// it, `clear()` takes it down, and `await()` waits until it is up. Who comes later
// finds it up and does not wait at all.
//
// What to watch: three walkers stand at a traffic light. One change to green lets
// all of them go, and the late one, who comes after it, as well. With a time limit
// `await()` says whether the event came: it is a way to wait only so long.
//
// Expected output:
//
//     green at first: false
//     waited a hundredth of a second: false
//     standing at the light: 3
//     walked when it was green: [Ann, Bob, Cay]
//     the late one: [Dan]
//     green after clear(): false

// The semaphore counts who is there: it begins at zero.
void walk(String name, Semaphore arrived, Event green, Queue<String> otherSide) {
    arrived.release();
    green.await();
    otherSide.put(name);
}

// The things that all of them share.
var green = new Event();
var arrived = new Semaphore(0);
var otherSide = new Queue<String>();
var walkers = new ArrayList<Process>();

void startWalker(String name) {
    var walker = new Process(() -> walk(name, arrived, green, otherSide));
    walker.start();
    walkers.add(walker);
}

IO.println("green at first: " + green.is_set());
IO.println("waited a hundredth of a second: " + green.await(0.01));

// Nobody has crossed before the light is green: the queue is then still empty.
List.of("Ann", "Bob", "Cay").forEach(name -> startWalker(name));
walkers.forEach(walker -> arrived.acquire());
IO.println("standing at the light: " + (otherSide.empty() ? walkers.size() : "not all"));
green.set();
IO.println("walked when it was green: " + walkers.stream().map(walker -> otherSide.get()).sorted().toList());

startWalker("Dan");
IO.println("the late one: " + List.of(otherSide.get()));
walkers.forEach(Process::join);
green.clear();
IO.println("green after clear(): " + green.is_set());
