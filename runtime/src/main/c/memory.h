#ifndef PARLEY_MEMORY_H
#define PARLEY_MEMORY_H

/* Before this process is copied: tidies what malloc has, and makes large pages of what memory there is; gives how many.
 * Takes milliseconds each. */
int parley_use_large_pages(void);

#endif
