/* Lays this process's memory out in large pages, where the system can (Linux 6.1). A fork copies the page table, an end
 * frees what it maps: with large pages there is 512 times less of both. Where a copy writes, it gets small ones. */
#define _GNU_SOURCE
#include "memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE ((uintptr_t)2 << 20)
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

int parley_use_large_pages(void) {
  FILE *mappings = fopen("/proc/self/maps", "re");
  char line[4096];
  int count = 0;
  malloc_trim(0); /* what malloc puts off it would do, and write to, in every copy */
  if (!mappings) return 0;
  while (fgets(line, sizeof line, mappings)) {
    uintptr_t start, end;
    unsigned long inode;
    char rights[5];
    if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &start, &end, rights, &inode) != 4) continue;
    if (inode != 0 || rights[1] != 'w' || rights[3] != 'p' || strstr(line, "[stack")) continue;
    for (start = (start + LARGE - 1) & -LARGE; start + LARGE <= end; start += LARGE)
      count += madvise((void *)start, LARGE, MADV_COLLAPSE) == 0;
  }
  fclose(mappings);
  return count;
}
