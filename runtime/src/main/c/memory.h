#ifndef PARLEY_MEMORY_H
#define PARLEY_MEMORY_H

/* Makes large pages of what memory there is; gives how many. Takes milliseconds each, and stops early when there is
 * something to read from input, unless that is negative. */
int parley_use_large_pages(int input);

#endif
