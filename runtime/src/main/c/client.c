/* Starts a program of Parley: warm, as a copy of the fork server where one answers, else cold, by java.
 *
 *   client JAVA FOLDER ROLE MAIN ARGUMENT...
 *
 *   client                                   fork server                         session, its copy
 *   ──────                                   ───────────                         ─────────────────
 *   streams, MAIN, folder, arguments,
 *     environment ─────────────────────────▶ forks ────────────────────────────▶ has our streams, runs MAIN
 *   ◀─────────────────────────────── pid ───
 *   signals ──────────────────────────────────────────────── kill ─────────────▶
 *   ◀───────────────────── its exit code ─── reaps                    leaves ──▶ its exit code, if nobody reaps
 *   ends with that code, or by that signal
 *
 * No server: FOLDER/server.args tells how to start one, behind what is started now: exec JAVA @FOLDER/ROLE.args MAIN
 * ARGUMENT.... The session holds its end of the socket and ends when this process is gone. The role "server" starts the
 * server only. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "talk.h"

extern char **environ;

/* What is asked for, as one record of strings. */
typedef struct {
  char *bytes;
  size_t length, room;
} record;

static void append(record *to, const void *bytes, size_t length) {
  if (to->length + length > to->room) {
    to->room = 2 * (to->length + length);
    to->bytes = realloc(to->bytes, to->room);
    if (!to->bytes) exit(1);
  }
  memcpy(to->bytes + to->length, bytes, length);
  to->length += length;
}

static void append_text(record *to, const char *text) {
  uint32_t length = (uint32_t)strlen(text);
  append(to, &length, sizeof length);
  append(to, text, length);
}

static void append_number(record *to, long number) {
  char text[32];
  snprintf(text, sizeof text, "%ld", number);
  append_text(to, text);
}

/* ["start", main, folder, umask, number of arguments, arguments..., environment...] */
static record request(char **main_and_arguments) {
  record asked = {0};
  char *folder = getcwd(NULL, 0);
  mode_t mask = umask(0);
  umask(mask);
  int count = 0;
  while (main_and_arguments[count + 1]) count++;
  append_text(&asked, "start");
  append_text(&asked, main_and_arguments[0]);
  append_text(&asked, folder ? folder : "/");
  append_number(&asked, mask);
  append_number(&asked, count);
  for (int i = 1; i <= count; i++) append_text(&asked, main_and_arguments[i]);
  for (char **one = environ; *one; one++) append_text(&asked, *one);
  free(folder);
  return asked;
}

/* A stream that is closed here is an empty one there. */
static void complete_streams(void) {
  for (int stream = 0; stream <= 2; stream++)
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", O_RDWR);
}

/* ---- with a session ---- */

static volatile pid_t session;
static volatile sig_atomic_t forwarded_last; /* 0: none yet */

/* The terminal's keys are for the session's children too: it leads a group of its own, unless it has just started. */
static void tell_all(int signal) {
  if (kill(-session, signal)) kill(session, signal);
}

static void forward(int signal, siginfo_t *info, void *context) {
  int saved_errno = errno;
  (void)context;
  forwarded_last = signal;
  if (session > 0 && info->si_code == SI_KERNEL)
    tell_all(signal);
  else if (session > 0)
    kill(session, signal);
  errno = saved_errno;
}

/* Ctrl-Z: the session stops with us. */
static void stop(int signal) {
  int saved_errno = errno;
  (void)signal;
  if (session > 0) tell_all(SIGSTOP);
  raise(SIGSTOP);
  if (session > 0) tell_all(SIGCONT);
  errno = saved_errno;
}

static void forward_signals(void) {
  static const int forwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGALRM};
  struct sigaction action = {.sa_sigaction = forward, .sa_flags = SA_RESTART | SA_SIGINFO};
  struct sigaction stopping = {.sa_handler = stop, .sa_flags = SA_RESTART};
  for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
    struct sigaction old;
    if (!sigaction(forwarded[i], NULL, &old) && old.sa_handler != SIG_IGN) sigaction(forwarded[i], &action, NULL);
  }
  sigaction(SIGTSTP, &stopping, NULL);
}

/* Ends as the session did: with its exit code, or by the signal that killed it. A JVM that a signal ends leaves with 128
 * and its number; who started us must see the signal: a shell ends its loop then. */
static void end_as(int code) {
  if (forwarded_last && code == 128 + forwarded_last) code = -forwarded_last;
  if (code < 0) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none); /* its core, if any, is there already */
    signal(-code, SIG_DFL);
    raise(-code);
    code = 128 - code;
  }
  _exit(code);
}

/* Follows the session to its end; comes back where the server did not start one. */
static void follow(int server) {
  char bytes[64];
  int files[MOST_DESCRIPTORS], count;
  while (1) {
    int length = parley_receive(server, bytes, sizeof bytes - 1, files, &count);
    if (length <= 0) break;
    bytes[length] = 0;
    if (bytes[0] == 'P') {
      session = (pid_t)atol(bytes + 1);
      forward_signals();
    } else if (bytes[0] == 'E') {
      end_as(atoi(bytes + 1));
    } else {
      break;
    }
  }
  if (!session) return;
  /* neither the server nor the session could say: both were killed */
  end_as(-SIGKILL);
}

/* ---- without one ---- */

/* Starts the fork server, which outlives us. Of several one stays. */
static void start_server(const char *java, const char *folder) {
  char arguments[4200], log[4200];
  snprintf(arguments, sizeof arguments, "@%s/server.args", folder);
  snprintf(log, sizeof log, "%s/server.log", folder);
  if (access(arguments + 1, R_OK)) return;
  if (fork()) return;
  if (setsid() < 0 || fork()) _exit(0);
  int nothing = open("/dev/null", O_RDONLY), said = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  dup2(nothing, 0);
  dup2(said < 0 ? nothing : said, 1);
  dup2(said < 0 ? nothing : said, 2);
  for (int file = 3; file < 1024; file++) close(file);
  if (chdir("/")) _exit(1);
  execl(java, java, arguments, "parley.cli.ForkServerMain", folder, (char *)NULL);
  _exit(1);
}

static void start_cold(const char *java, const char *folder, const char *role, char **main_and_arguments) {
  char arguments[4200];
  int count = 0;
  while (main_and_arguments[count]) count++;
  char **command = calloc((size_t)count + 3, sizeof *command);
  if (!command) exit(1);
  snprintf(arguments, sizeof arguments, "@%s/%s.args", folder, role);
  command[0] = (char *)java;
  command[1] = arguments;
  memcpy(command + 2, main_and_arguments, (size_t)count * sizeof *command);
  execv(java, command);
  fprintf(stderr, "parley: java cannot be started: file=%s, because=%s\n", java, strerror(errno));
  exit(1);
}

int main(int count, char **words) {
  if (count < 5) {
    fprintf(stderr, "usage: client JAVA FOLDER ROLE MAIN ARGUMENT...\n");
    return 2;
  }
  const char *java = words[1], *folder = words[2];
  char path[4200];
  struct utsname machine;
  uname(&machine);
  snprintf(path, sizeof path, "%s/server-%s", folder, machine.nodename);
  complete_streams();
  if (strcmp(words[3], "server") == 0) { /* nothing but that */
    start_server(java, folder);
    return 0;
  }
  int server = parley_connect(path);
  if (server >= 0) {
    record asked = request(words + 4);
    static const int streams[] = {0, 1, 2};
    if (asked.length <= MOST_RECORD && !parley_send(server, asked.bytes, (int)asked.length, streams, 3)) follow(server);
    close(server);
    free(asked.bytes);
  } else {
    start_server(java, folder);
  }
  start_cold(java, folder, words[3], words + 4);
}
