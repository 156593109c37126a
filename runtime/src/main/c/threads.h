#ifndef PARLEY_THREADS_H
#define PARLEY_THREADS_H

#include <jni.h>

/* What can go wrong, as the negative result of parley_fork; parley.fork.Fork has the words. */
enum { NO_TID_FIELD = -1, TOO_MANY_THREADS = -2, CLONE_FAILED = -3, NO_TASKS = -4, NO_JVMTI = -5, NOT_SUSPENDED = -6 };

#define MOST_THREADS 1024

/* The JVM that has loaded this library. */
extern JavaVM *parley_vm;

/* suspend.c: the program's threads, through JVMTI. By the forking thread only. */

/* Suspends the program's, or Truffle's compilers, or both; gives 0, or what went wrong: then none is. Leaves local
 * references behind. */
int parley_suspend(JNIEnv *env, int programs, int compilers);

/* Lets those go on that parley_suspend has suspended. */
void parley_resume(JNIEnv *env);

/* In a copy: the same for the compilers, whenever those were suspended. */
void parley_resume_compilers(JNIEnv *env);

/* In a copy: whether one of them was suspended while it compiled, and may have a lock. */
int parley_compilers_were_busy(void);

/* Whether a thread of the program that is not suspended waits for a monitor: perhaps for one that a suspended compiler
 * has. */
int parley_somebody_waits(JNIEnv *env);

/* Whether the calling thread is one of the program's that were suspended. In a signal handler, too. */
int parley_is_of_program(void);

#endif
