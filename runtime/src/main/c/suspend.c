/* Suspends the program's threads before a fork: all Java threads in the group main and below it, but the calling one. A
 * thread that is suspended is a safe one to every safepoint, whether it is there or not. Truffle's compilers are ours,
 * but suspended too, so that they can rest in the copy (see rest.h). Those that make Python's threads
 * take turns, and bring it signals, go on in the copy. */
#define _GNU_SOURCE
#include <jvmti.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "threads.h"

#define MOST_FRAMES 128
#define MOST_COMPILERS 64
/* Seconds, for a moment in which nobody is busy: if somebody does nothing else, on a machine that may be slow; and if
 * somebody waits meanwhile, who may never come to an end. */
#define MOST_WAIT 2.0
#define MOST_WAIT_FOR_WAITING 0.1
#define LONGEST_PAUSE 2000000 /* nanoseconds */

static jvmtiEnv *jvmti;
static jfieldID eetop; /* Thread.eetop: the address of the VM's side of a Java thread */

static jthread *found; /* the program's threads, suspended, and then the compilers */
static jint program_count, found_count;
static const JNIEnv *suspended[MOST_THREADS]; /* the program's, by what JNI calls them */
static jthread compilers[MOST_COMPILERS];     /* references that outlive the call */
static int compiler_count;
static int were_busy;
static int with_compilers; /* whether this fork has suspended them, or an earlier one */

/* A thread in one of these may hold a lock that the child needs: it loads, links or initialises a class.
 * Whoever prints holds one too: the copy gets print streams of its own (parley.fork.PrintStreams). */
static const char *const BUSY[] = {
    "Ljava/lang/ClassLoader;", "Ljdk/internal/loader/", "Ljava/util/zip/",        "Ljava/util/jar/", "Ljava/lang/invoke/",
    "Ljava/lang/ref/",         "Ljava/lang/reflect/",   "Ljdk/internal/reflect/", "Ljdk/internal/util/", NULL,
};

static int starts(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

/* So may one in these: it initialises a class; or it comes to a language's context or leaves it, which takes locks that
 * every thread needs that the child starts. */
static const char *const BUSY_METHODS[] = {"<clinit>", "enterThreadChanged", "leaveThreadChanged", NULL};

/* What a thread is seen to do: it waits for another one, or in the C library, perhaps for a program to end. */
enum doing { RUNS, WAITS, CALLS_C };

static int is_linked_call(const char *signature) {
  return starts(signature, "Ljava/lang/invoke/LambdaForm$") || starts(signature, "Ljdk/internal/foreign/")
         || (starts(signature, "Ljava/lang/invoke/") && strstr(signature, "$Holder;"));
}

/* What looks like one of those, but holds nothing: whoever waits for references has given its lock back, or waits in code
 * that was called by reflection or a method handle; and a call through a method handle, such as every call of C, has
 * frames of linked code. */
static int is_harmless(const char *signature, enum doing doing) {
  return (doing == WAITS && starts(signature, "Ljava/lang/ref/ReferenceQueue")) || (doing != RUNS && strstr(signature, "/reflect/"))
         || (doing == CALLS_C && starts(signature, "Ljava/lang/invoke/")) || is_linked_call(signature);
}

static int frame_is_busy(jmethodID method, enum doing doing) {
  jclass owner;
  char *signature = NULL, *name = NULL;
  int busy = 0;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &owner)) return 0;
  if (!(*jvmti)->GetClassSignature(jvmti, owner, &signature, NULL))
    for (const char *const *known = BUSY; *known; known++) busy |= starts(signature, *known);
  if (busy && is_harmless(signature, doing)) busy = 0;
  if (!busy && !(*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL))
    for (const char *const *known = BUSY_METHODS; *known; known++) busy |= strcmp(name, *known) == 0;
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
  return busy;
}

static jint state(jthread thread) {
  jint found_state = 0;
  return (*jvmti)->GetThreadState(jvmti, thread, &found_state) ? 0 : found_state;
}

static int waits(jthread thread) {
  return (state(thread) & JVMTI_THREAD_STATE_WAITING) != 0;
}

static int suspended_already(jthread thread) {
  return (state(thread) & JVMTI_THREAD_STATE_SUSPENDED) != 0;
}

/* Whether a thread that is in native code has called it as a function of C. The VM's own native methods may load classes. */
static int calls_c(jthread thread, const jvmtiFrameInfo *innermost) {
  jclass owner;
  char *signature = NULL;
  int calls = 0;
  if (!(state(thread) & JVMTI_THREAD_STATE_IN_NATIVE)) return 0;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, innermost->method, &owner)) return 0;
  if (!(*jvmti)->GetClassSignature(jvmti, owner, &signature, NULL)) calls = is_linked_call(signature);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
  return calls;
}

static int is_busy(JNIEnv *env, jthread thread) {
  jvmtiFrameInfo frames[MOST_FRAMES];
  jint count = 0;
  int busy = 0;
  if ((*jvmti)->GetStackTrace(jvmti, thread, 0, MOST_FRAMES, frames, &count)) return 0;
  if ((*env)->PushLocalFrame(env, MOST_FRAMES)) return 0;
  enum doing doing = waits(thread) ? WAITS : count > 0 && calls_c(thread, frames) ? CALLS_C : RUNS;
  for (jint i = 0; i < count && !busy; i++) busy = frame_is_busy(frames[i].method, doing);
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

enum kind { COMPILER, PROGRAM, OTHER };

static enum kind kind_of(jthread thread) {
  jvmtiThreadInfo info;
  if ((*jvmti)->GetThreadInfo(jvmti, thread, &info)) return OTHER;
  enum kind kind = OTHER;
  if (starts(info.name, "TruffleCompilerThread"))
    kind = COMPILER;
  else if (!starts(info.name, "python-actions-") && in_main_group(info.thread_group) && !suspended_already(thread))
    kind = PROGRAM;
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  return kind;
}

/* Finds the threads to suspend: sets `found`, with the program's in front; those are told apart in `suspended`. In a
 * copy those of the original are suspended already, and stay so. */
static int find(JNIEnv *env, int programs) {
  static jthread others[MOST_COMPILERS];
  jthread current, *all;
  jint count, kept = 0, aside = 0;
  if ((*jvmti)->GetCurrentThread(jvmti, &current) || (*jvmti)->GetAllThreads(jvmti, &count, &all)) return NO_JVMTI;
  intptr_t distance = (intptr_t)env - (intptr_t)(*env)->GetLongField(env, current, eetop);
  for (jint i = 0; i < count && kept < MOST_THREADS; i++) {
    if ((*env)->IsSameObject(env, all[i], current)) continue;
    enum kind kind = kind_of(all[i]);
    if (kind == COMPILER) {
      if (aside < MOST_COMPILERS && with_compilers) others[aside++] = all[i];
    } else if (kind == PROGRAM && programs) {
      suspended[kept] = (const JNIEnv *)((intptr_t)(*env)->GetLongField(env, all[i], eetop) + distance);
      all[kept++] = all[i];
    }
  }
  memcpy(all + kept, others, (size_t)aside * sizeof *others); /* as many were passed over */
  found = all;
  program_count = kept;
  found_count = kept + aside;
  return 0;
}

/* Whether the program has a thread that is not suspended, but the calling one: started after the others were found, by one
 * of them. Its copy would live in the child, beside the thread itself. */
static int has_newcomer(JNIEnv *env) {
  jthread current, *all;
  jint count;
  int found_one = 0;
  if ((*env)->PushLocalFrame(env, MOST_THREADS)) return 0;
  if (!(*jvmti)->GetCurrentThread(jvmti, &current) && !(*jvmti)->GetAllThreads(jvmti, &count, &all)) {
    for (jint i = 0; i < count && !found_one; i++)
      found_one = !(*env)->IsSameObject(env, all[i], current) && kind_of(all[i]) == PROGRAM;
    (*jvmti)->Deallocate(jvmti, (unsigned char *)all);
  }
  (*env)->PopLocalFrame(env, NULL);
  return found_one;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Suspends those that were found, if it can at a moment when none is busy. The pauses in between grow: where processors
 * are scarce, a thread needs time to come any further. */
static int suspend(JNIEnv *env, jvmtiError *errors) {
  struct timespec pause = {.tv_nsec = 100000};
  if (found_count == 0) return 0;
  for (double start = seconds();;) {
    if ((*jvmti)->SuspendThreadList(jvmti, found_count, found, errors)) return NOT_SUSPENDED;
    int busy = 0, busy_and_runs = 0;
    for (jint i = 0; i < found_count && !busy_and_runs; i++) {
      if (!is_busy(env, found[i])) continue;
      busy = 1;
      busy_and_runs = !waits(found[i]);
    }
    if (!busy || seconds() - start > (busy_and_runs ? MOST_WAIT : MOST_WAIT_FOR_WAITING)) return 0;
    (*jvmti)->ResumeThreadList(jvmti, found_count, found, errors);
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < LONGEST_PAUSE) pause.tv_nsec *= 2;
  }
}

static int attach(JNIEnv *env) {
  jvmtiCapabilities wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.can_suspend = 1;
  jclass thread = (*env)->FindClass(env, "java/lang/Thread");
  eetop = thread ? (*env)->GetFieldID(env, thread, "eetop", "J") : NULL;
  if (!eetop) {
    (*env)->ExceptionClear(env);
    return NO_JVMTI;
  }
  if ((*parley_vm)->GetEnv(parley_vm, (void **)&jvmti, JVMTI_VERSION_1_2)) return NO_JVMTI;
  return (*jvmti)->AddCapabilities(jvmti, &wanted) ? NO_JVMTI : 0;
}

static void forget(void) {
  (*jvmti)->Deallocate(jvmti, (unsigned char *)found);
  found = NULL;
  program_count = found_count = 0;
}

static void resume(void) {
  jvmtiError *errors = calloc((size_t)found_count + 1, sizeof *errors);
  if (found_count > 0 && errors) (*jvmti)->ResumeThreadList(jvmti, found_count, found, errors);
  free(errors);
  forget();
}

static void keep_compilers(JNIEnv *env) {
  compiler_count = were_busy = 0;
  for (jint i = program_count; i < found_count; i++) {
    were_busy |= !waits(found[i]);
    compilers[compiler_count++] = (*env)->NewGlobalRef(env, found[i]);
  }
}

static void forget_compilers(JNIEnv *env) {
  for (int i = 0; i < compiler_count; i++) (*env)->DeleteGlobalRef(env, compilers[i]);
  compiler_count = were_busy = 0;
}

int parley_suspend(JNIEnv *env, int programs, int compilers_too) {
  int failed = jvmti ? 0 : attach(env);
  double start = seconds();
  with_compilers = compilers_too;
  while (!failed) {
    failed = find(env, programs);
    if (failed) return failed;
    jvmtiError *errors = calloc((size_t)found_count + 1, sizeof *errors);
    failed = errors ? suspend(env, errors) : NOT_SUSPENDED;
    free(errors);
    if (failed) {
      forget();
    } else {
      if (!programs || !has_newcomer(env) || seconds() - start > MOST_WAIT) break;
      resume();
    }
  }
  if (!failed && with_compilers) keep_compilers(env);
  return failed;
}

void parley_resume(JNIEnv *env) {
  resume();
  if (with_compilers) forget_compilers(env);
}

void parley_resume_compilers(JNIEnv *env) {
  jvmtiError errors[MOST_COMPILERS];
  if (compiler_count > 0) (*jvmti)->ResumeThreadList(jvmti, compiler_count, compilers, errors);
  forget_compilers(env);
}

int parley_compilers_were_busy(void) {
  return were_busy;
}

int parley_somebody_waits(JNIEnv *env) {
  jthread *all;
  jint count;
  int found_one = 0;
  if ((*env)->PushLocalFrame(env, MOST_THREADS)) return 1;
  if ((*jvmti)->GetAllThreads(jvmti, &count, &all)) count = 0, all = NULL;
  for (jint i = 0; i < count && !found_one; i++) {
    jvmtiThreadInfo info;
    jint now = state(all[i]);
    if (!(now & JVMTI_THREAD_STATE_BLOCKED_ON_MONITOR_ENTER) || (now & JVMTI_THREAD_STATE_SUSPENDED)) continue;
    if ((*jvmti)->GetThreadInfo(jvmti, all[i], &info)) continue;
    found_one = in_main_group(info.thread_group);
    (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)all);
  (*env)->PopLocalFrame(env, NULL);
  return found_one;
}

int parley_is_of_program(void) {
  JNIEnv *me = NULL;
  if ((*parley_vm)->GetEnv(parley_vm, (void **)&me, JNI_VERSION_10)) return 0;
  for (int i = 0; i < program_count; i++)
    if (suspended[i] == me) return 1;
  return 0;
}
