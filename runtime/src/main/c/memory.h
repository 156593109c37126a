/* What makes copies of this process cheaper. A fork copies the page table, its end frees what that maps, and where either
 * side writes, a page is copied.
 *
 *   large pages                    512 times less of a table; where a copy writes, it gets small ones, which still cost less
 *                                  than those that never were part of a large one
 *     of what there is             by the system (Linux 6.1)
 *     of the archives of classes   by us: the VM writes to most of what it maps of them for that, when it starts
 *   the heap's free memory         is not copied at all: only the VM's Serial collector says where it is
 *
 *       bottom        top                          end of eden
 *         | objects ... |  . |  free, in large pages |   .   |
 *                            '--- MADV_WIPEONFORK ---'        the copy finds zeros there, the original keeps its pages
 */
#ifndef PARLEY_MEMORY_H
#define PARLEY_MEMORY_H

/* Before this process is copied: tidies what malloc has, and makes large pages of what memory there is; gives how many.
 * Takes milliseconds each. */
int parley_use_large_pages(void);

/* Before the first copy: finds what this process has mapped of the VM's archives to write to; and, while all other threads
 * are stopped, puts large pages with the same in its place. That costs what some ten copies save. */
void parley_find_archives(void);
void parley_enlarge_archives(void);

/* Finds where the heap is free; where that is not to be found, all is copied. */
void parley_prepare_memory(void);

/* Before a copy, while all other threads are stopped; and after it, on both sides: their own copies have all again. */
void parley_withhold_free_memory(void);
void parley_free_memory_is_copied(void);

#endif
