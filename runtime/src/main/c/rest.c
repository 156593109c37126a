#define _GNU_SOURCE
#include "rest.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "tables.h"
#include "threads.h"
#include "watch.h"

#define BILLION 1000000000L
#define REST (BILLION * 15 / 100) /* nanoseconds of work without compilers */
#define FIRST_LOOK 50000000L      /* nanoseconds before the first look for somebody who waits */
#define LAST_LOOK BILLION         /* nanoseconds between the later ones, at most */

static volatile uint8_t *use_compiler; /* the VM's flag of that name, which its compilers look at before each task */
static volatile int resting;
static int64_t wake_at; /* nanoseconds of this process's work */
static int held;        /* whether work does not count now */

static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

void parley_lock_changes(void) {
  pthread_mutex_lock(&changing);
}

void parley_unlock_changes(void) {
  pthread_mutex_unlock(&changing);
}

void parley_prepare_rest(void) {
  use_compiler = parley_flag("UseCompiler");
  if (use_compiler && !*use_compiler) use_compiler = NULL; /* there is none, and shall be none */
}

/* ---- the rest ---- */

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * BILLION + now.tv_nsec;
}

static void sleep_until(clockid_t clock, int64_t end) {
  struct timespec until = {.tv_sec = end / BILLION, .tv_nsec = end % BILLION};
  clock_nanosleep(clock, TIMER_ABSTIME, &until, NULL); /* a signal makes it shorter */
}

/* Attaches the calling thread, and ends the rest: now, or when a thread of the program waits for a monitor. A compiler
 * that was suspended in the middle of its work may have that. */
static void end_rest(int only_if_somebody_waits) {
  JNIEnv *env;
  JavaVMAttachArgs as = {.version = JNI_VERSION_10, .name = (char *)"parley alarm clock"};
  parley_lock_changes();
  if (resting && (*parley_vm)->AttachCurrentThreadAsDaemon(parley_vm, (void **)&env, &as) == 0) {
    if (!only_if_somebody_waits || parley_somebody_waits(env)) {
      resting = 0;
      parley_resume_compilers(env);
      if (use_compiler) *use_compiler = 1;
    }
    (*parley_vm)->DetachCurrentThread(parley_vm);
  }
  parley_unlock_changes();
}

/* In a thread of its own: ends the rest when this process has worked. One that waits for input, say, rests on. */
static void *ring(void *nothing) {
  parley_watches(1);
  for (;;) {
    int64_t end = __atomic_load_n(&wake_at, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&held, __ATOMIC_SEQ_CST))
      syscall(SYS_futex, &held, FUTEX_WAIT, 1, NULL, NULL, 0);
    else if (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) < end)
      sleep_until(CLOCK_PROCESS_CPUTIME_ID, end);
    else
      break;
  }
  end_rest(0);
  parley_watches(0);
  return nothing;
}

/* In a thread of its own, where a compiler was suspended in the middle of its work. */
static void *look(void *nothing) {
  parley_watches(1);
  for (int64_t pause = FIRST_LOOK; resting; pause = pause < LAST_LOOK ? 2 * pause : pause) {
    sleep_until(CLOCK_MONOTONIC, nanoseconds(CLOCK_MONOTONIC) + pause);
    if (resting) end_rest(1);
  }
  parley_watches(0);
  return nothing;
}

void parley_rest_begins(void) {
  resting = 1;
  held = 0;
  if (use_compiler) *use_compiler = 0;
  parley_rest();
}

void parley_rest_goes_on(void) {
  int failed = parley_thread(ring, NULL);
  if (!failed && parley_compilers_were_busy()) failed = parley_thread(look, NULL);
  if (failed) end_rest(0);
}

int parley_is_resting(void) {
  return resting;
}

void parley_rest(void) {
  __atomic_store_n(&wake_at, nanoseconds(CLOCK_PROCESS_CPUTIME_ID) + REST, __ATOMIC_SEQ_CST);
  __atomic_store_n(&held, 0, __ATOMIC_SEQ_CST);
  syscall(SYS_futex, &held, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void parley_rest_on(void) {
  __atomic_store_n(&held, 1, __ATOMIC_SEQ_CST);
}
