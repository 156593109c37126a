/* Forks a HotSpot JVM with the threads that it needs. Linux with glibc, x86-64 and aarch64.
 *
 * fork() copies the calling thread only; a JVM without its VM thread, collectors and compilers stands still at its
 * first safepoint. So every thread is stopped in a signal handler of ours, the process is copied, and in the copy the
 * threads are made again, each on its old stack with its old thread pointer, to go on where they were.
 *
 *   thread T                        the forking thread                       in the child
 *   ─────────                       ──────────────────                       ────────────
 *   runs ◀───────────── signal ──── for each task in /proc/self/task
 *   on_pause: saves its context,
 *     is counted, waits ──────────▶ all are counted: raw clone(2)
 *                                     │ parent                               the forking thread goes on;
 *   woken: runs on ◀───────────────── generation + 1, does not wait          for each T that is not left behind:
 *                                                                              clone(CLONE_THREAD, T's thread pointer)
 *                                                                              on a small stack, jump into on_pause:
 *                                                                              it returns, T runs on as if nothing was
 *
 * What becomes of each thread in the child:
 *
 *   the caller                                    goes on
 *   the VM's own, and Java's in the group system, made again
 *   and GraalPy's that serve the interpreter
 *   all other Java threads ("the program's")      made again too, but suspended: as good as left behind, as fork()
 *                                                 leaves them everywhere. Those in C code may hold malloc's lock, those
 *                                                 in the VM one of its locks: they run until they come back to Java
 *     ... that wait for input or the like         left behind: they would take it from the parent
 *   compilers                                     made again, but rest for a while (rest.h)
 *   those of watch.c, as long as they wait        left behind: what they wait for is the parent's
 *     ... that come to the VM, or leave it        not there: no copy is made meanwhile
 *
 * A fork server has no threads but ours, all of them idle: they are all wanted in the child, and none is suspended.
 *
 * The program's threads are suspended through JVMTI (suspend.c) before the copy, which waits until each is blocked or
 * outside Java code, and resumed in the parent after it. In the child they stay suspended: to its safepoints a suspended
 * thread is a safe one, whether it is there or not. A Java lock that one of them holds is never released in the child;
 * so a moment is awaited in which none of them loads a class, or comes to a language's context or leaves it.
 *
 * Not async-signal-safe by the letter: on_pause uses sigsetjmp, atomics, a look at JNI's table and raw system calls
 * only. The copy itself is a raw system call, since libc's fork() takes locks that a stopped thread may hold.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "memory.h"
#include "rest.h"
#include "threads.h"
#include "watch.h"

#define MOST_FILES 4096
#define OFTEN 4           /* who is copied for the fourth time, the check of the first one too, will be copied again */
#define STACK 16384       /* the dynamic linker saves wide registers on a first call: 2 KiB is too little */
#define THREAD_BLOCK 2048 /* at most so far into glibc's thread block (2,304 bytes on x86-64) lies pthread.tid */

/* One stopped thread. */
typedef struct {
  sigjmp_buf context;
  void *thread_pointer;
  int *tid_field; /* pthread.tid in glibc's block for this thread: the kernel keeps it up to date */
  int left_behind;
  char name[16];
} paused;

static paused threads[MOST_THREADS];
static int claimed;    /* slots of `threads` in use */
static int ready;      /* threads whose context is saved */
static int resumed;    /* threads that run again */
static int awaited;    /* how many will: the next copy waits for those of the last one, nobody else does */
static int generation; /* changes when the stopped threads may go on */
static int everybody;  /* whether the program's threads go on in the child */
static int copies;     /* how often this process, or its original, was copied */
static int mortal;     /* whether signals end the child */

static int tid_offset = -1; /* of pthread.tid in a thread's block */

JavaVM *parley_vm;

static int load(int *word) {
  return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static int increment(int *word) {
  return __atomic_fetch_add(word, 1, __ATOMIC_SEQ_CST);
}

static long futex(int *word, int operation, int value) {
  return syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

/* ---- each thread, in its signal handler ---- */

/* Whether the interrupted code waits in the kernel, and in a call that will be made again: for something outside, such
 * as input, with nothing in hand. A wait for a futex does not count as that: a thread that asked for a collection holds
 * the heap's lock while it waits. With a time limit, a call is not made again but fails. */
enum { BUSY, WAITS_OUTSIDE, WAITS_INSIDE };

static int waits(const ucontext_t *interrupted) {
#if defined(__x86_64__)
  const uint8_t *pc = (const uint8_t *)interrupted->uc_mcontext.gregs[REG_RIP];
  long call = (long)interrupted->uc_mcontext.gregs[REG_RAX], result = call;
  int will_call_again = pc[0] == 0x0f && pc[1] == 0x05, has_called = pc[-2] == 0x0f && pc[-1] == 0x05;
#elif defined(__aarch64__)
  const uint32_t svc = 0xd4000001, *pc = (const uint32_t *)interrupted->uc_mcontext.pc;
  long call = (long)interrupted->uc_mcontext.regs[8], result = (long)interrupted->uc_mcontext.regs[0];
  int will_call_again = pc[0] == svc, has_called = pc[-1] == svc;
#else
#error "only x86-64 and aarch64"
#endif
  if (will_call_again) return call == SYS_futex ? WAITS_INSIDE : WAITS_OUTSIDE;
  return has_called && result == -EINTR ? WAITS_INSIDE : BUSY;
}

static void on_pause(int signal, siginfo_t *info, void *interrupted) {
  (void)signal, (void)info;
  int saved_errno = errno;
  int born = load(&generation);
  paused *me = &threads[increment(&claimed)];
  int waiting = waits(interrupted);
  prctl(PR_GET_NAME, me->name);
  me->thread_pointer = __builtin_thread_pointer();
  me->tid_field = (int *)((char *)pthread_self() + tid_offset);
  me->left_behind =
      parley_is_watching() || (waiting == WAITS_OUTSIDE && (everybody || parley_is_of_program()));
  if (sigsetjmp(me->context, 1) == 0) { /* the first return: wait until the process is copied */
    increment(&ready);
    futex(&ready, FUTEX_WAKE, 1);
    while (load(&generation) == born) futex(&generation, FUTEX_WAIT, born);
  } else { /* the second return: this is the thread made again in the child */
    prctl(PR_SET_NAME, me->name);
  }
  increment(&resumed);
  errno = saved_errno;
}

static int revive(void *thread) {
  siglongjmp(((paused *)thread)->context, 1);
  return 0;
}

/* ---- the copy ---- */

/* A second thread to compare this one with. */
typedef struct {
  char *block;
  int tid;
  int stage; /* 0 starts, 1 is there, 2 may go */
} probe;

static void *be_compared(void *argument) {
  probe *me = argument;
  me->block = (char *)pthread_self();
  me->tid = (int)syscall(SYS_gettid);
  increment(&me->stage);
  futex(&me->stage, FUTEX_WAKE, 1);
  while (load(&me->stage) < 2) futex(&me->stage, FUTEX_WAIT, 1);
  return NULL;
}

/* Finds where glibc keeps a thread's kernel id: at the first place that holds it in two threads. In one thread alone, any
 * half of a pointer may look like it. */
static int find_tid_offset(void) {
  probe other = {0};
  pthread_t thread;
  if (pthread_create(&thread, NULL, be_compared, &other)) return NO_TID_FIELD;
  while (load(&other.stage) < 1) futex(&other.stage, FUTEX_WAIT, 0);
  char *block = (char *)pthread_self();
  int me = (int)syscall(SYS_gettid), found = NO_TID_FIELD;
  for (int offset = 0; offset < THREAD_BLOCK && found < 0; offset += 4)
    if (*(int *)(block + offset) == me && *(int *)(other.block + offset) == other.tid) found = offset;
  increment(&other.stage);
  futex(&other.stage, FUTEX_WAKE, 1);
  pthread_join(thread, NULL);
  return found;
}

/* What is needed once: the place of the kernel's ids, and the handlers. */
static int prepare(void) {
  tid_offset = find_tid_offset();
  if (tid_offset < 0) return NO_TID_FIELD;
  parley_find_archives();
  struct sigaction action = {.sa_sigaction = on_pause, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  return sigaction(PARLEY_PAUSE, &action, NULL) ? NO_TASKS : 0;
}

/* Waits until the threads in seen are stopped; those that end instead are not waited for. Gives how many are. */
static int await_stopped(int pid, int *seen, int count) {
  static const struct timespec moment = {.tv_nsec = 1000000};
  for (int now; (now = load(&ready)) < count;) {
    if (syscall(SYS_futex, &ready, FUTEX_WAIT, now, &moment, NULL, 0) == 0 || errno != ETIMEDOUT) continue;
    for (int i = 0; i < count;) {
      if (syscall(SYS_tgkill, pid, seen[i], 0) == 0)
        i++;
      else
        seen[i] = seen[--count];
    }
  }
  return count;
}

/* The numbers that are names in a folder of /proc, at most so many; -1 without it. Not by opendir, which allocates: a thread
   that is stopped already may hold malloc's lock. */
static int numbers_in(const char *folder, int *found, int most) {
  static char entries[1 << 15] __attribute__((aligned(8)));
  int count = 0, file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return -1;
  for (long size; (size = syscall(SYS_getdents64, file, entries, sizeof entries)) > 0;)
    for (long at = 0; at < size;) { /* 8 inode | 8 offset | 2 length | 1 type | name */
      unsigned short length;
      memcpy(&length, entries + at + 16, sizeof length);
      const char *name = entries + at + 19;
      if (*name != '.' && count < most) found[count++] = atoi(name);
      at += length;
    }
  close(file);
  return count;
}

/* Stops every thread but this one; passes over /proc/self/task until one finds nothing new. Gives how many. */
static int stop_others(int me, int pid) {
  static int seen[MOST_THREADS], tasks[2 * MOST_THREADS];
  int count = 0, failed = 0;
  for (int found = 1; found && !failed;) {
    found = 0;
    int all = numbers_in("/proc/self/task", tasks, 2 * MOST_THREADS);
    if (all < 0) return NO_TASKS;
    for (int i = 0; i < all && !failed; i++) {
      int tid = tasks[i], known = 0;
      if (tid == me) continue;
      while (known < count && seen[known] != tid) known++;
      if (known < count) continue;
      if (count == MOST_THREADS)
        failed = TOO_MANY_THREADS;
      else if (syscall(SYS_tgkill, pid, tid, PARLEY_PAUSE) == 0)
        seen[count++] = tid, found = 1;
    }
    count = await_stopped(pid, seen, count);
  }
  return failed ? failed : count;
}

static void let_go(void) {
  awaited = load(&claimed);
  increment(&generation);
  futex(&generation, FUTEX_WAKE, MOST_THREADS);
}

/* Waits until all threads have left the handler that a copy has had them in: it will need their places. */
static void await_resumed(void) {
  while (load(&resumed) < awaited) sched_yield();
}

/* Parent and child share one offset for each open file: two JVMs that read one jar need an offset each. */
static void reopen_files(void) {
  static int files[MOST_FILES];
  int count = numbers_in("/proc/self/fd", files, MOST_FILES);
  for (int i = 0; i < count; i++) {
    struct stat status;
    char path[64];
    if (files[i] <= 2 || fstat(files[i], &status) || !S_ISREG(status.st_mode)) continue;
    if ((fcntl(files[i], F_GETFL) & O_ACCMODE) != O_RDONLY) continue;
    snprintf(path, sizeof path, "/proc/self/fd/%d", files[i]);
    int fresh = open(path, O_RDONLY | O_CLOEXEC);
    if (fresh < 0) continue;
    lseek(fresh, lseek(files[i], 0, SEEK_CUR), SEEK_SET);
    dup3(fresh, files[i], O_CLOEXEC);
    close(fresh);
  }
}

/* In the child: makes the other threads again. */
static void revive_others(void) {
  static char stacks[MOST_THREADS][STACK] __attribute__((aligned(64)));
  const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS
                    | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  awaited = resumed = 0;
  for (int i = 0; i < claimed; i++) {
    paused *thread = &threads[i];
    if (thread->left_behind) continue;
    awaited++;
    int tid =
        clone(revive, stacks[i] + STACK, flags, thread, thread->tid_field, thread->thread_pointer, thread->tid_field);
    if (tid < 0) _exit(99);
  }
  increment(&generation);
}

/* The raw copy: the order of its arguments differs between the two architectures. */
static long copy_process(int *tid_field) {
  const long flags = SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
#if defined(__x86_64__)
  return syscall(SYS_clone, flags, 0, 0, tid_field, 0);
#else
  return syscall(SYS_clone, flags, 0, 0, 0, tid_field);
#endif
}

/* In the child, while every signal waits: those that ask a process to end do so from its first moment on. HotSpot's
 * handlers would run the original's shutdown hooks. */
static void die_by_signals(void) {
  signal(SIGHUP, SIG_DFL);
  signal(SIGQUIT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
}

/* Stops all threads, copies the process, lets them go; in the child, makes them again. */
static int copy(void) {
  int me = (int)syscall(SYS_gettid), pid = (int)syscall(SYS_getpid);
  sigset_t most, old;
  await_resumed();
  claimed = ready = resumed = 0;
  sigfillset(&most);
  sigdelset(&most, SIGSEGV); /* HotSpot's own */
  pthread_sigmask(SIG_BLOCK, &most, &old);
  int count = stop_others(me, pid);
  long child = count;
  if (count >= 0) {
    if (++copies == OFTEN) parley_enlarge_archives();
    parley_withhold_free_memory();
    child = copy_process((int *)((char *)pthread_self() + tid_offset));
    parley_free_memory_is_copied();
  }
  if (child == 0) {
    if (mortal) die_by_signals();
    reopen_files();
    parley_rest_begins();
    revive_others();
  } else {
    let_go();
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return child < 0 && count >= 0 ? CLONE_FAILED : (int)child;
}

/* ---- all of it ---- */

static int suspend_and_copy(JNIEnv *env) {
  int child = parley_suspend(env, !everybody, !parley_is_resting());
  if (child) return child;
  child = copy();
  if (child != 0) parley_resume(env);
  return child;
}

/* Copies the process; with everybody, the program's threads go on in the child; as a mortal the child is ended by
 * SIGHUP, SIGQUIT and SIGTERM, unless it handles them later. Gives the child's pid in the parent, 0
 * in the child, a negative number where nothing was copied. Called by a Java platform thread, one at a time. */
int parley_fork(int with_everybody, int as_mortal) {
  JNIEnv *env;
  if (!parley_vm || (*parley_vm)->GetEnv(parley_vm, (void **)&env, JNI_VERSION_10)) return NO_JVMTI;
  int failed = tid_offset < 0 ? prepare() : 0;
  if (failed) return failed;
  int child = NO_JVMTI;
  parley_lock_changes();
  everybody = with_everybody;
  mortal = as_mortal;
  if ((*env)->PushLocalFrame(env, MOST_THREADS) == 0) {
    child = suspend_and_copy(env);
    (*env)->PopLocalFrame(env, NULL);
  }
  parley_unlock_changes();
  if (child == 0) parley_rest_goes_on();
  return child;
}

/* First of all: finds the JVM. Gives 0, or -1 in a process without one. Not JNI_OnLoad, which only libraries in a file that has a
 * name are asked for. */
int parley_prepare(void) {
  jsize count = 0;
  jint (*created)(JavaVM **, jsize, jsize *) = dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
  if (!created || created(&parley_vm, 1, &count) || count != 1) return -1;
  parley_prepare_rest();
  parley_prepare_memory();
  return 0;
}
