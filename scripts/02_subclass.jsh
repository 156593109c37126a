// A process as a subclass.
//
// Instead of handing a lambda to `Process`, you can make a kind of process of
// your own: a subclass whose `run()` is what the child does. Its fields are the
// arguments. Do not call `run()` yourself: `start()` has the child call it.
//
// What to watch: the object exists twice after `start()`, once here and once in
// the child. What the child writes into its own copy is never seen here. (How to
// get a result back is the subject of the next scripts: a pool, a file, a queue.)
//
// Expected output, in any order:
//
//     count-the: found 3 times
//     count-sea: found 2 times
//     in the parent: 0 and 0

// A process that counts one word in a text.
class WordCount extends Process {
    final String word;
    final String text;
    int found = 0;

    WordCount(String word, String text) {
        name("count-" + word);
        this.word = word;
        this.text = text;
    }

    // Called in the child.
    @Override
    public void run() {
        for (String each : text.split(" ")) {
            if (each.equals(word)) {
                found++;
            }
        }
        IO.println(name() + ": found " + found + " times");
    }
}

// Two objects, two children.
String text = "she sells the shells by the sea and the sea is blue";
var the = new WordCount("the", text);
var sea = new WordCount("sea", text);
the.start();
sea.start();

// The fields of the objects here have not changed.
the.join();
sea.join();
IO.println("in the parent: " + the.found + " and " + sea.found);
