/* Waits for the end of a stream beside the JVM. A thread of Java's that waited in native code would keep its JVM from
 * ending: that gives such threads 300 ms to come back. The JVM learns of this one only when it calls. */
#define _GNU_SOURCE
#include "watch.h"

#include "rest.h"
#include "threads.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct {
  int stream;
  void (*action)(void);
} watch;

/* Asked in a signal handler of threads that may hold malloc's lock: there the first look must not allocate it. */
static __thread int watching __attribute__((tls_model("initial-exec")));

void parley_watches(int whether) {
  watching = whether;
}

int parley_is_watching(void) {
  return watching;
}

/* Calls. Comes to the VM, and leaves it, while no copy can be made; in between this is a thread of Java's, and suspended for
 * one. While it waits for the lock to leave, it is left behind: in the copy it would lock, and then stand still, suspended. */
static void act(void (*action)(void)) {
  JNIEnv *env;
  JavaVMAttachArgs as = {.version = JNI_VERSION_10, .name = (char *)"parley watch"};
  parley_lock_changes();
  int failed = (*parley_vm)->AttachCurrentThreadAsDaemon(parley_vm, (void **)&env, &as);
  parley_watches(0);
  parley_unlock_changes();
  if (failed) return; /* the VM has ended */
  action();
  parley_watches(1);
  parley_lock_changes();
  (*parley_vm)->DetachCurrentThread(parley_vm);
  parley_watches(0);
  parley_unlock_changes();
}

static void *run(void *given) {
  watch mine = *(watch *)given;
  char byte;
  ssize_t got;
  free(given);
  parley_watches(1);
  do { /* that of a process cannot be read: it is ready when the process has ended, and reading it fails */
    struct pollfd asked = {.fd = mine.stream, .events = POLLIN};
    got = poll(&asked, 1, -1) < 0 ? -1 : read(mine.stream, &byte, 1);
  } while (got > 0 || (got < 0 && errno == EINTR));
  if (!mine.action) _exit(1);
  act(mine.action);
  return NULL;
}

int parley_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  sigset_t all, old;
  sigfillset(&all); /* they are the JVM's; but it must stop for a fork */
  sigdelset(&all, PARLEY_PAUSE);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  int failed = pthread_create(&thread, NULL, body, argument);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  if (failed) return -1;
  pthread_detach(thread);
  return 0;
}

int parley_on_end(int stream, void (*action)(void)) {
  watch *given = malloc(sizeof *given);
  if (!given) return -1;
  *given = (watch){stream, action};
  int failed = parley_thread(run, given);
  if (failed) free(given);
  return failed;
}

void parley_stand_alone(int parent) {
  if (parent < 0) return;
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, 0);
  close(nothing);
  int end = (int)syscall(SYS_pidfd_open, parent, 0);
  if (end < 0 || parley_on_end(end, NULL)) _exit(1);
}

void parley_exit(int status) {
  if (status >= 0) _exit(status);
}

int parley_exec(const char *folder, const char *path, char *const argv[], char *const env[]) {
  sigset_t none, old;
  sigemptyset(&none);
  if (chdir(folder)) return errno;
  pthread_sigmask(SIG_SETMASK, &none, &old);
  execve(path, argv, env);
  int failed = errno;
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return failed;
}
