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
 *   woken: runs on ◀───────────────── generation + 1                         for each T that is not left behind:
 *                                                                              clone(CLONE_THREAD, T's thread pointer)
 *                                                                              on a small stack, jump into on_pause:
 *                                                                              it returns, T runs on as if nothing was
 *
 * What becomes of each thread in the child:
 *
 *   the caller                                    goes on
 *   the VM's own, and Java's in the group system  made again
 *   Truffle's compiler threads                    made again: code is compiled in the child too
 *   all other Java threads ("the program's")      made again too, but suspended: as good as left behind, as fork()
 *                                                 leaves them everywhere. Those in C code may hold malloc's lock, those
 *                                                 in the VM one of its locks: they run until they come back to Java
 *     ... that wait for input or the like         left behind: they would take it from the parent
 *   those of watch.c                              left behind: what they wait for is the parent's
 *
 * A fork server has no threads but ours, all of them idle: they are all wanted in the child, and none is suspended.
 *
 * The program's threads are suspended through JVMTI before the copy, which waits until each is blocked or outside Java
 * code, and resumed in the parent after it. In the child they stay suspended: to its safepoints a suspended thread is a
 * safe one, whether it is there or not. A Java lock that one of them holds is never
 * released in the child; so a moment is awaited in which none of them loads a class or prints (see BUSY).
 *
 * Not async-signal-safe by the letter: on_pause uses sigsetjmp, atomics, a look at JNI's table and raw system calls
 * only. The copy itself is a raw system call, since libc's fork() takes locks that a stopped thread may hold.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jvmti.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "watch.h"

#define MOST_THREADS 1024
#define MOST_FILES 4096
#define MOST_FRAMES 128
#define MOST_TRIES 400 /* for a moment in which nobody loads a class, if somebody does nothing else: half a second */
#define STACK 16384    /* the dynamic linker saves wide registers on a first call: 2 KiB is too little */
#define THREAD_BLOCK 4096 /* at most so far into glibc's thread block lies pthread.tid */

/* What can go wrong, as the negative result of parley_fork; parley.process.Fork has the words. */
enum { NO_TID_FIELD = -1, TOO_MANY_THREADS = -2, CLONE_FAILED = -3, NO_TASKS = -4, NO_JVMTI = -5, NOT_SUSPENDED = -6 };

/* One stopped thread. */
typedef struct {
  sigjmp_buf context;
  void *thread_pointer;
  int *tid_field; /* pthread.tid in glibc's block for this thread: the kernel keeps it up to date */
  int left_behind;
} paused;

static paused threads[MOST_THREADS];
static int claimed;    /* slots of `threads` in use */
static int ready;      /* threads whose context is saved */
static int resumed;    /* threads that run again */
static int generation; /* changes when the stopped threads may go on */

static const JNIEnv *suspended[MOST_THREADS]; /* the program's threads, by what JNI calls them */
static int suspended_count;
static int everybody; /* whether the program's threads go on in the child */

static int tid_offset = -1; /* of pthread.tid in a thread's block */
static JavaVM *vm;
static jvmtiEnv *jvmti;
static jfieldID eetop; /* Thread.eetop: the address of the VM's side of a Java thread */

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

/* Whether the interrupted code waits in the kernel for something outside, such as input, and has nothing in hand.
 * A wait for a futex does not count: a thread that asked for a collection holds the heap's lock while it waits. */
static int waits_for_outside(const ucontext_t *interrupted) {
#if defined(__x86_64__)
  const uint8_t *pc = (const uint8_t *)interrupted->uc_mcontext.gregs[REG_RIP];
  int will_call_again = pc[0] == 0x0f && pc[1] == 0x05;
  return will_call_again && interrupted->uc_mcontext.gregs[REG_RAX] != SYS_futex;
#elif defined(__aarch64__)
  const uint32_t *pc = (const uint32_t *)interrupted->uc_mcontext.pc;
  const uint32_t svc = 0xd4000001;
  return *pc == svc && interrupted->uc_mcontext.regs[8] != SYS_futex;
#else
#error "only x86-64 and aarch64"
#endif
}

/* Whether the calling thread is one of the program's. */
static int is_of_program(void) {
  JNIEnv *me = NULL;
  if ((*vm)->GetEnv(vm, (void **)&me, JNI_VERSION_10)) return 0;
  for (int i = 0; i < suspended_count; i++)
    if (suspended[i] == me) return 1;
  return 0;
}

static void on_pause(int signal, siginfo_t *info, void *interrupted) {
  (void)signal, (void)info;
  int saved_errno = errno;
  int born = load(&generation);
  paused *me = &threads[increment(&claimed)];
  me->thread_pointer = __builtin_thread_pointer();
  me->tid_field = (int *)((char *)pthread_self() + tid_offset);
  me->left_behind =
      parley_is_watching() || ((everybody || is_of_program()) && waits_for_outside(interrupted));
  if (sigsetjmp(me->context, 1) == 0) { /* the first return: wait until the process is copied */
    increment(&ready);
    futex(&ready, FUTEX_WAKE, 1);
    while (load(&generation) == born) futex(&generation, FUTEX_WAIT, born);
  } /* the second return: this is the thread made again in the child */
  increment(&resumed);
  errno = saved_errno;
}

static int revive(void *thread) {
  siglongjmp(((paused *)thread)->context, 1);
  return 0;
}

/* ---- the copy ---- */

/* Finds where glibc keeps a thread's kernel id, and installs the handler. */
static int prepare(void) {
  char *block = (char *)pthread_self();
  int me = (int)syscall(SYS_gettid);
  for (int offset = 0; offset < THREAD_BLOCK && tid_offset < 0; offset += 4)
    if (*(int *)(block + offset) == me) tid_offset = offset;
  if (tid_offset < 0) return NO_TID_FIELD;
  struct sigaction action = {.sa_sigaction = on_pause, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  return sigaction(PARLEY_PAUSE, &action, NULL);
}

/* Stops every thread but this one; passes over /proc/self/task until one finds nothing new. Gives how many. */
static int stop_others(int me, int pid) {
  static int seen[MOST_THREADS];
  int count = 0, failed = 0;
  for (int found = 1; found && !failed;) {
    found = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return NO_TASKS;
    for (struct dirent *entry; !failed && (entry = readdir(tasks));) {
      int tid = atoi(entry->d_name), known = 0;
      if (tid <= 0 || tid == me) continue;
      while (known < count && seen[known] != tid) known++;
      if (known < count) continue;
      if (count == MOST_THREADS)
        failed = TOO_MANY_THREADS;
      else if (syscall(SYS_tgkill, pid, tid, PARLEY_PAUSE) == 0)
        seen[count++] = tid, found = 1;
    }
    closedir(tasks);
    for (int now; (now = load(&ready)) < count;) futex(&ready, FUTEX_WAIT, now);
  }
  return failed ? failed : count;
}

static void let_go(void) {
  increment(&generation);
  futex(&generation, FUTEX_WAKE, MOST_THREADS);
  while (load(&resumed) < load(&claimed)) sched_yield();
}

/* Parent and child share one offset for each open file: two JVMs that read one jar need an offset each. */
static void reopen_files(void) {
  static int files[MOST_FILES];
  int count = 0;
  DIR *open_files = opendir("/proc/self/fd");
  if (!open_files) return;
  int own = dirfd(open_files);
  for (struct dirent *entry; (entry = readdir(open_files));) {
    int file = atoi(entry->d_name);
    if (file > 2 && file != own && count < MOST_FILES) files[count++] = file;
  }
  closedir(open_files);
  for (int i = 0; i < count; i++) {
    struct stat status;
    char path[64];
    if (fstat(files[i], &status) || !S_ISREG(status.st_mode)) continue;
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
  int expected = 0;
  resumed = 0;
  for (int i = 0; i < claimed; i++) {
    paused *thread = &threads[i];
    if (thread->left_behind) continue;
    expected++;
    if (clone(revive, stacks[i] + STACK, flags, thread, thread->tid_field, thread->thread_pointer, thread->tid_field)
        < 0)
      _exit(99);
  }
  while (load(&resumed) < expected) sched_yield();
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

/* Stops all threads, copies the process, lets them go; in the child, makes them again. */
static int copy(void) {
  int me = (int)syscall(SYS_gettid), pid = (int)syscall(SYS_getpid);
  sigset_t most, old;
  claimed = ready = resumed = 0;
  sigfillset(&most);
  sigdelset(&most, SIGSEGV); /* HotSpot's own */
  pthread_sigmask(SIG_BLOCK, &most, &old);
  int count = stop_others(me, pid);
  long child = count < 0 ? count : copy_process((int *)((char *)pthread_self() + tid_offset));
  if (child == 0) {
    reopen_files();
    revive_others();
  } else {
    let_go();
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return child < 0 && count >= 0 ? CLONE_FAILED : (int)child;
}

/* ---- the program's threads ---- */

/* A thread in one of these may hold a lock that the child needs: it loads, links or initialises a class, or prints. */
static const char *const BUSY[] = {
    "Ljava/lang/ClassLoader;", "Ljdk/internal/loader/", "Ljava/util/zip/", "Ljava/util/jar/", "Ljava/lang/invoke/",
    "Ljava/io/PrintStream;",   "Lsun/nio/cs/StreamE",   "Ljava/lang/ref/", "Ljava/lang/reflect/", "Ljdk/internal/util/",
    "Ljdk/internal/reflect/",  NULL,
};

static int frame_is_busy(jmethodID method) {
  jclass owner;
  char *signature = NULL, *name = NULL;
  int busy = 0;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &owner)) return 0;
  if (!(*jvmti)->GetClassSignature(jvmti, owner, &signature, NULL))
    for (const char *const *known = BUSY; *known; known++) busy |= strncmp(signature, *known, strlen(*known)) == 0;
  if (!busy && !(*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL)) busy = strcmp(name, "<clinit>") == 0;
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
  return busy;
}

static int is_busy(JNIEnv *env, jthread thread) {
  jvmtiFrameInfo frames[MOST_FRAMES];
  jint count = 0;
  int busy = 0;
  if ((*jvmti)->GetStackTrace(jvmti, thread, 0, MOST_FRAMES, frames, &count)) return 0;
  if ((*env)->PushLocalFrame(env, MOST_FRAMES)) return 0;
  for (jint i = 0; i < count && !busy; i++) busy = frame_is_busy(frames[i].method);
  (*env)->PopLocalFrame(env, NULL);
  return busy;
}

/* Whether a thread is in the group main or one of those below it. */
static int in_main_group(jthreadGroup group) {
  while (group) {
    jvmtiThreadGroupInfo info;
    if ((*jvmti)->GetThreadGroupInfo(jvmti, group, &info)) return 0;
    int is_main = strcmp(info.name, "main") == 0;
    (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
    if (is_main) return 1;
    group = info.parent;
  }
  return 0;
}

/* The program's threads but the calling one; gives how many, at the front of *found. */
static jint program_threads(JNIEnv *env, jthread **found) {
  static const char compiler[] = "TruffleCompilerThread";
  jthread current, *all;
  jint count, kept = 0;
  if ((*jvmti)->GetCurrentThread(jvmti, &current) || (*jvmti)->GetAllThreads(jvmti, &count, &all)) return NO_JVMTI;
  intptr_t distance = (intptr_t)env - (intptr_t)(*env)->GetLongField(env, current, eetop);
  for (jint i = 0; i < count && kept < MOST_THREADS; i++) {
    jvmtiThreadInfo info;
    if ((*env)->IsSameObject(env, all[i], current) || (*jvmti)->GetThreadInfo(jvmti, all[i], &info)) continue;
    if (in_main_group(info.thread_group) && strncmp(info.name, compiler, strlen(compiler)) != 0) {
      suspended[kept] = (const JNIEnv *)((intptr_t)(*env)->GetLongField(env, all[i], eetop) + distance);
      all[kept++] = all[i];
    }
    (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  }
  suspended_count = kept;
  *found = all;
  return kept;
}

/* Suspends the program's threads, if it can at a moment when none is busy. */
static int suspend(JNIEnv *env, const jthread *found, jint count, jvmtiError *errors) {
  static const struct timespec moment = {.tv_nsec = 100000};
  for (int tries = 1;; tries++) {
    if ((*jvmti)->SuspendThreadList(jvmti, count, found, errors)) return NOT_SUSPENDED;
    int busy = 0;
    for (jint i = 0; i < count && !busy; i++) busy = is_busy(env, found[i]);
    if (!busy || tries == MOST_TRIES) return 0;
    (*jvmti)->ResumeThreadList(jvmti, count, found, errors);
    nanosleep(&moment, NULL);
  }
}

static int attach_jvmti(JNIEnv *env) {
  jvmtiCapabilities wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.can_suspend = 1;
  jclass thread = (*env)->FindClass(env, "java/lang/Thread");
  eetop = thread ? (*env)->GetFieldID(env, thread, "eetop", "J") : NULL;
  if (!eetop) {
    (*env)->ExceptionClear(env);
    return NO_JVMTI;
  }
  if ((*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_1_2)) return NO_JVMTI;
  return (*jvmti)->AddCapabilities(jvmti, &wanted) ? NO_JVMTI : 0;
}

static int suspend_and_copy(JNIEnv *env) {
  jthread *found = NULL;
  jint count = program_threads(env, &found);
  if (count < 0) return count;
  jvmtiError *errors = calloc((size_t)count + 1, sizeof *errors);
  int child = errors ? suspend(env, found, count, errors) : NOT_SUSPENDED;
  if (child == 0) child = copy();
  if (child != 0) (*jvmti)->ResumeThreadList(jvmti, count, found, errors);
  free(errors);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)found);
  return child;
}

/* Copies the process; with everybody, the program's threads go on in the child. Gives the child's pid in the parent, 0
 * in the child, a negative number where nothing was copied. Called by a Java platform thread, one at a time. */
int parley_fork(int with_everybody) {
  JNIEnv *env;
  if (!vm || (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_10)) return NO_JVMTI;
  int failed = tid_offset < 0 ? prepare() : 0;
  if (!failed && !jvmti) failed = attach_jvmti(env);
  if (failed) return failed;
  everybody = with_everybody;
  if (everybody) return copy();
  if ((*env)->PushLocalFrame(env, MOST_THREADS)) return NO_JVMTI;
  int child = suspend_and_copy(env);
  (*env)->PopLocalFrame(env, NULL);
  return child;
}

JNIEXPORT jint JNI_OnLoad(JavaVM *loaded_by, void *reserved) {
  (void)reserved;
  vm = loaded_by;
  return JNI_VERSION_10;
}
