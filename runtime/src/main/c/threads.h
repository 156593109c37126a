#ifndef PARLEY_THREADS_H
#define PARLEY_THREADS_H

#include <jni.h>

/* What can go wrong, as the negative result of parley_fork; parley.fork.Fork has the words. */
enum { NO_TID_FIELD = -1, TOO_MANY_THREADS = -2, CLONE_FAILED = -3, NO_TASKS = -4, NO_JVMTI = -5, NOT_SUSPENDED = -6 };

#define MOST_THREADS 1024

/* suspend.c: the program's threads, through JVMTI. By the forking thread only. */

/* Suspends them, and Truffle's compilers where they compile; gives 0, or what went wrong: then none is. Leaves local
 * references behind. */
int parley_suspend(JavaVM *vm, JNIEnv *env);

/* Lets those go on that parley_suspend has suspended. */
void parley_resume(JNIEnv *env);

/* The same for the compilers alone; whether there are any. A null env asks only. */
int parley_resume_compilers(JNIEnv *env);

/* Whether a thread of the program that is not suspended waits for something of Java's: perhaps for what a suspended
 * compiler has. */
int parley_somebody_waits(JNIEnv *env);

/* No thread is suspended from now on: for a fork that suspends none. */
void parley_suspend_none(void);

/* Whether the calling thread is one of the program's that were suspended. In a signal handler, too. */
int parley_is_of_program(JavaVM *vm);

#endif
