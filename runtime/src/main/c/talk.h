/* Records with open files over a Unix socket: what a client, the fork server and a session say to each other.
 *
 *   record    uint32 length, in this machine's order | length bytes     the open files come with the first byte
 *   strings   a record of many: for each, uint32 length | bytes
 *
 * Blocking, for one thread of each side; every function gives -1 and errno where it fails. */
#ifndef PARLEY_TALK_H
#define PARLEY_TALK_H

#include <stddef.h>

#define MOST_RECORD (1 << 20) /* environments and arguments are far smaller; what is not starts cold */
#define MOST_DESCRIPTORS 16

/* A socket that listens at `path`, for this user only; `path` may be long. */
int parley_listen(const char *path);

/* The next peer, if it is this user's; the others are sent away. */
int parley_accept(int listening);

/* A socket to who listens at `path`. */
int parley_connect(const char *path);

int parley_send(int socket, const void *bytes, int length, const int *files, int count);

/* Waits for a record. Gives how much room it needs at most, or -1; 0 at the end. */
int parley_room(int socket);

/* Gives the length, or -1; 0 at the end. Puts the bytes into `bytes`, which has room for `room`, the open files into
 * `files`, which has room for MOST_DESCRIPTORS, their number into `*count`. */
int parley_receive(int socket, void *bytes, int room, int *files, int *count);

#endif
