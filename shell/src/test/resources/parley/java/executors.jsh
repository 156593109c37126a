// What the Java ProcessPoolExecutor does; each line of output is a fact.
try (var executor = new ProcessPoolExecutor(2)) {
    System.out.println(executor.submit(() -> 6 * 7).get());
    executor.map(x -> x * x, range(5)).forEachRemaining(x -> System.out.print(x + " "));
    executor.map(x -> x + 1, range(5), 60.0, 2).forEachRemaining(x -> System.out.print(x + " "));
    System.out.println(executor.submit((a, b) -> a + "-" + b, "a", 3).get() + " " + executor.submit(a -> a == null, null).get());
    try {
        executor.submit(() -> { if (true) throw new IllegalStateException("mine"); return 1; }).get();
    } catch (ExecutionException e) {
        System.out.println(e.getCause().getMessage());
    }
    System.out.println(executor.invokeAll(List.of(() -> 1, () -> 2)).stream().map(f -> f.resultNow()).toList());
    System.out.println(executor.invokeAny(List.of(() -> 5)) + " " + executor.submit(() -> 3).thenApply(x -> x * 2).get());
}
// one worker, which is held up: what stands behind it can be taken back
var go = new Event();
var begun = new Event();
var single = new ProcessPoolExecutor(1);
var held = single.submit(() -> { begun.set(); go.await(); return "held"; });
begun.await();
var behind = single.submit(() -> 1);
System.out.println(held.cancel(false) + " " + behind.cancel(false) + " " + behind.isCancelled());
try {
    single.map(x -> x, range(1), 0.05, 1).next();
} catch (Exception e) {
    System.out.println(e.getClass().getSimpleName());
}
var dropped = single.submit(() -> 1);
single.shutdown(false, true);
go.set();
System.out.println(held.get() + " " + dropped.isCancelled() + " " + single.awaitTermination(60, TimeUnit.SECONDS) + " " + single);
try {
    single.submit(() -> 1);
} catch (RejectedExecutionException e) {
    System.out.println(e.getMessage());
}
// a worker that runs is ended, and replaced
var replaced = new ProcessPoolExecutor(1, null, 1);
begun.clear();
var endless = replaced.submit(() -> { begun.set(); new Event().await(); return 1; });
begun.await();
System.out.println(endless.cancel(true) + " " + endless.isCancelled());
System.out.println(new HashSet<>(replaced.invokeAll(Collections.nCopies(2, () -> current_process().pid())).stream().map(f -> f.resultNow()).toList()).size());
replaced.close();
// a worker that dies at work breaks the executor
var fragile = new ProcessPoolExecutor(2);
var waits = fragile.submit(() -> { new Event().await(); return 1; });
var dies = fragile.submit(() -> { Runtime.getRuntime().halt(3); return 1; });
for (var future : List.of(dies, waits)) {
    try {
        future.get();
    } catch (ExecutionException e) {
        System.out.println(e.getCause().getClass().getSimpleName() + " " + e.getCause().getCause().getMessage().replaceAll(".*, ", ""));
    }
}
try {
    fragile.submit(() -> 1);
} catch (BrokenProcessPool e) {
    System.out.println(fragile);
}
fragile.close();
var stillborn = new ProcessPoolExecutor(1, () -> { throw new RuntimeException("no"); }, 0);
try {
    stillborn.submit(() -> 1).get();
} catch (ExecutionException e) {
    System.out.println(e.getCause().getClass().getSimpleName() + " " + e.getCause().getCause().getMessage());
}
stillborn.close();
