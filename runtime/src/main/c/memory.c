#define _GNU_SOURCE
#include "memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "tables.h"

#define LARGE ((uintptr_t)2 << 20)
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

/* ---- the VM's archives of classes ---- */

#define MOST_ARCHIVES 4

static struct {
  char *start;
  size_t size;
} archives[MOST_ARCHIVES];
static int archive_count;

static int ends(const char *line, const char *with) {
  size_t length = strcspn(line, "\n"), its = strlen(with);
  return length >= its && strncmp(line + length - its, with, its) == 0;
}

void parley_find_archives(void) {
  FILE *mappings = fopen("/proc/self/maps", "re");
  char line[4096];
  archive_count = 0;
  if (!mappings) return;
  while (fgets(line, sizeof line, mappings) && archive_count < MOST_ARCHIVES) {
    uintptr_t start, end;
    char rights[5];
    if (!ends(line, ".aot") && !ends(line, ".jsa")) continue;
    if (sscanf(line, "%lx-%lx %4s", &start, &end, rights) != 3 || strcmp(rights, "rw-p")) continue;
    start = (start + LARGE - 1) & -LARGE;
    end &= -LARGE;
    if (start >= end) continue;
    archives[archive_count].start = (char *)start;
    archives[archive_count++].size = end - start;
  }
  fclose(mappings);
}

static void enlarge(char *start, size_t size) {
  size_t room = size + LARGE;
  char *all = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return;
  char *copy = (char *)(((uintptr_t)all + LARGE - 1) & -LARGE);
  if (madvise(copy, size, MADV_HUGEPAGE) == 0) {
    memcpy(copy, start, size);
    mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, start); /* at once: nobody sees it missing */
  }
  munmap(all, room); /* what was not moved */
}

void parley_enlarge_archives(void) {
  while (archive_count > 0) {
    archive_count--;
    enlarge(archives[archive_count].start, archives[archive_count].size);
  }
}

/* ---- everything ---- */

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

/* ---- the heap's free memory ---- */

static char *const *top, *const *end; /* of eden: what is free lies between */
static char *free_from;
static size_t free_size;

void parley_prepare_memory(void) {
  const unsigned char *serial = parley_flag("UseSerialGC");
  void *heap = serial && *serial ? parley_static("Universe", "_collectedHeap") : NULL;
  void *eden = parley_follow(parley_follow(heap, "SerialHeap", "_young_gen"), "DefNewGeneration", "_eden_space");
  top = parley_field(eden, "ContiguousSpace", "_top");
  end = parley_field(eden, "ContiguousSpace", "_end");
}

void parley_withhold_free_memory(void) {
  free_size = 0;
  if (!top || !end) return;
  uintptr_t from = ((uintptr_t)*top + LARGE - 1) & -LARGE, to = (uintptr_t)*end & -LARGE;
  if (from < to && madvise((void *)from, to - from, MADV_WIPEONFORK) == 0) {
    free_from = (char *)from;
    free_size = to - from;
  }
}

void parley_free_memory_is_copied(void) {
  if (free_size) madvise(free_from, free_size, MADV_KEEPONFORK);
}
