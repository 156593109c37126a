#ifndef PARLEY_WATCH_H
#define PARLEY_WATCH_H

#include <signal.h>

/* The signal that stops a thread for a fork. */
#define PARLEY_PAUSE (SIGRTMIN + 8)

/* Has a thread of its own read from a stream, and throw away what comes, until its end; it then calls the action, once.
 * The stream may be a descriptor of a process: then its end is that of the process. No action: the end of this process,
 * with code 1. Gives 0, or -1. */
int parley_on_end(int stream, void (*action)(void));

/* Starts a thread that hears no signals but the one that stops it for a fork; gives 0, or -1. */
int parley_thread(void *(*body)(void *), void *argument);

/* Says whether the calling thread watches something. It must say so before it ends: a thread that ends holds locks of the C
 * library's, and is made again in a copy. */
void parley_watches(int whether);

/* Whether the calling thread is such a one: it is left behind by a fork. */
int parley_is_watching(void);

/* In a copy that is a child of `parent`: no input, and the end of its parent ends it. A negative number: nothing, for a rehearsal. */
void parley_stand_alone(int parent);

/* _exit; a negative number: nothing, for a rehearsal. */
void parley_exit(int status);

/* Makes this process another program, which starts in `folder` and hears all signals; gives the error's number. */
int parley_exec(const char *folder, const char *path, char *const argv[], char *const env[]);

#endif
