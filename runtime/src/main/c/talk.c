#define _GNU_SOURCE
#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* An address has room for 107 letters: so it names the folder by a number. Gives the folder's descriptor, open as long
 * as the address is used. */
static int address_of(const char *path, struct sockaddr_un *address) {
  char folder[4096];
  const char *name = strrchr(path, '/');
  if (!name || (size_t)(name - path) >= sizeof folder) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(folder, path, (size_t)(name - path));
  folder[name - path] = 0;
  int opened = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d%s", opened, name);
  return opened;
}

int parley_listen(const char *path) {
  struct sockaddr_un address;
  int folder = address_of(path, &address);
  if (folder < 0) return -1;
  int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  mode_t before = umask(0177);
  unlink(path);
  int failed = listening < 0 || bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 128);
  umask(before);
  close(folder);
  if (!failed) return listening;
  if (listening >= 0) close(listening);
  return -1;
}

int parley_accept(int listening) {
  for (;;) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    int accepted = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    if (accepted < 0 && errno == EINTR) continue;
    if (accepted < 0) return -1;
    if (!getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &size) && peer.uid == geteuid()) return accepted;
    close(accepted);
  }
}

int parley_connect(const char *path) {
  struct sockaddr_un address;
  int folder = address_of(path, &address);
  if (folder < 0) return -1;
  int connected = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int failed = connected < 0 || connect(connected, (struct sockaddr *)&address, sizeof address);
  int why = errno;
  close(folder);
  if (!failed) return connected;
  if (connected >= 0) close(connected);
  errno = why;
  return -1;
}

static int send_rest(int socket, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return -1;
    bytes += sent, length -= (size_t)sent;
  }
  return 0;
}

int parley_send(int socket, const void *bytes, int length, const int *files, int count) {
  uint32_t head = (uint32_t)length;
  struct iovec part = {.iov_base = &head, .iov_len = sizeof head};
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
  } control;
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > MOST_DESCRIPTORS) {
    errno = EINVAL;
    return -1;
  }
  if (count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memcpy(CMSG_DATA(header), files, (size_t)count * sizeof(int));
  }
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return -1;
  if ((size_t)sent < sizeof head && send_rest(socket, (char *)&head + sent, sizeof head - (size_t)sent)) return -1;
  return send_rest(socket, bytes, (size_t)length);
}

/* 1 when all is there, 0 at the end, -1. */
static int receive_rest(int socket, char *bytes, size_t length) {
  while (length > 0) {
    ssize_t got = recv(socket, bytes, length, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return (int)got;
    bytes += got, length -= (size_t)got;
  }
  return 1;
}

int parley_room(int socket) {
  uint32_t head = 0;
  ssize_t got;
  do {
    got = recv(socket, &head, sizeof head, MSG_PEEK);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return (int)got;
  return (size_t)got < sizeof head || head > MOST_RECORD ? MOST_RECORD : (int)head;
}

int parley_receive(int socket, void *bytes, int room, int *files, int *count) {
  uint32_t head = 0;
  struct iovec part = {.iov_base = &head, .iov_len = sizeof head};
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
  } control;
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t got;
  *count = 0;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return (int)got;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    *count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(files, CMSG_DATA(header), (size_t)*count * sizeof(int));
  }
  int whole = (size_t)got == sizeof head ? 1 : receive_rest(socket, (char *)&head + got, sizeof head - (size_t)got);
  if (whole <= 0) return whole;
  if (head > (uint32_t)room) {
    errno = EMSGSIZE;
    return -1;
  }
  whole = receive_rest(socket, bytes, head);
  return whole > 0 ? (int)head : whole;
}
