// A manager: dictionaries and lists that all processes see.
//
// A manager is a process of its own that keeps ordinary objects: a dictionary, a list, a namespace, a queue, a lock. What
// the others have are proxies: each call on one is a message to the manager, which does it and answers. So it is slower
// than shared memory, but it can be anything.
//
// What to watch: one call is one step, nobody comes in between. A look and a write are two, and need a lock; `merge` is
// one. And what you take out of a dictionary is a copy: to change a list inside it, put a managed list inside, or put the
// changed list in again.
//
// Expected output:
//
//     words: {bee=2, sea=4, tea=2}
//     seen by: [first, second]
//     longest so far: shells
//     a copy was changed: [1, 2]
//     put in again: [1, 2, 3]
//     a managed list inside: [1, 2, 3]
//     through the manager's queue: a letter

Map<String, String> TEXTS = Map.of("first", "sea tea sea bee shells", "second", "bee sea tea sea");

// All arguments are proxies; they travel like any other argument.
void read(String name, Map<String, Integer> counts, List<String> readers, NamespaceProxy notes, AcquirerProxy lock) {
    for (String word : TEXTS.get(name).split(" ")) {
        try (var held = lock.hold()) {
            String longest = notes.get("longest");
            if (word.length() > longest.length()) notes.set("longest", word);
        }
        if (word.length() == 3) counts.merge(word, 1, Integer::sum);
    }
    readers.add(name);
}

// Leaving the `try` block ends the manager, and all that it keeps.
try (var manager = new Manager()) {
    DictProxy<String, Integer> counts = manager.dict();
    ListProxy<String> readers = manager.list();
    var notes = manager.Namespace(Map.of("longest", ""));
    var lock = manager.Lock();
    var children = new ArrayList<Process>();
    for (String name : TEXTS.keySet()) children.add(new Process(() -> read(name, counts, readers, notes, lock)));
    for (var child : children) child.start();
    for (var child : children) child.join();
    IO.println("words: " + new TreeMap<>(counts));
    IO.println("seen by: " + readers.stream().sorted().toList());
    IO.println("longest so far: " + notes.get("longest"));

    DictProxy<String, List<Integer>> shelf = manager.dict();
    shelf.put("plain", List.of(1, 2));
    shelf.put("managed", manager.list(List.of(1, 2)));
    shelf.get("plain").add(3);
    IO.println("a copy was changed: " + shelf.get("plain"));
    var copy = shelf.get("plain");
    copy.add(3);
    shelf.put("plain", copy);
    IO.println("put in again: " + shelf.get("plain"));
    shelf.get("managed").add(3);
    IO.println("a managed list inside: " + shelf.get("managed"));

    QueueProxy<String> letters = manager.Queue();
    var child = new Process(() -> letters.put("a letter"));
    child.start();
    IO.println("through the manager's queue: " + letters.get());
    child.join();
}
