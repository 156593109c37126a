#ifndef PARLEY_MEMORY_H
#define PARLEY_MEMORY_H

/* Makes large pages of what memory there is; gives how many. Takes milliseconds each. */
int parley_use_large_pages(void);

#endif
