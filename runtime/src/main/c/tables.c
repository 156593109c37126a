#define _GNU_SOURCE
#include "tables.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

static uint64_t number(const char *symbol) {
  const uint64_t *found = dlsym(RTLD_DEFAULT, symbol);
  return found ? *found : 0;
}

static const char *text(const char *entry, uint64_t offset) {
  return *(const char *const *)(entry + offset);
}

/* The entry of a field of a type, or NULL. */
static const char *field(const char *type, const char *name) {
  const char *const *table = dlsym(RTLD_DEFAULT, "gHotSpotVMStructs");
  uint64_t stride = number("gHotSpotVMStructEntryArrayStride");
  uint64_t types = number("gHotSpotVMStructEntryTypeNameOffset"), names = number("gHotSpotVMStructEntryFieldNameOffset");
  const char *known;
  if (!table || !stride) return NULL;
  for (const char *entry = *table; (known = text(entry, types)); entry += stride) {
    const char *its = text(entry, names);
    if (strcmp(known, type) == 0 && its && strcmp(its, name) == 0) return entry;
  }
  return NULL;
}

static uint64_t size_of(const char *type) {
  const char *const *table = dlsym(RTLD_DEFAULT, "gHotSpotVMTypes");
  uint64_t stride = number("gHotSpotVMTypeEntryArrayStride"), types = number("gHotSpotVMTypeEntryTypeNameOffset");
  const char *known;
  if (!table || !stride) return 0;
  for (const char *entry = *table; (known = text(entry, types)); entry += stride)
    if (strcmp(known, type) == 0) return *(const uint64_t *)(entry + number("gHotSpotVMTypeEntrySizeOffset"));
  return 0;
}

static const void *at(const char *static_field) {
  return *(const void *const *)(static_field + number("gHotSpotVMStructEntryAddressOffset"));
}

static uint64_t offset(const char *instance_field) {
  return *(const uint64_t *)(instance_field + number("gHotSpotVMStructEntryOffsetOffset"));
}

void *parley_flag(const char *wanted) {
  const char *flags = field("JVMFlag", "flags"), *count = field("JVMFlag", "numFlags");
  const char *name = field("JVMFlag", "_name"), *address = field("JVMFlag", "_addr");
  uint64_t size = size_of("JVMFlag");
  if (!flags || !count || !name || !address || !size) return NULL;
  const char *one = *(const char *const *)at(flags);
  uint64_t names = offset(name);
  for (size_t left = *(const size_t *)at(count); left > 0; left--, one += size) {
    const char *its = text(one, names);
    if (its && strcmp(its, wanted) == 0) return *(void *const *)(one + offset(address));
  }
  return NULL;
}

void *parley_static(const char *type, const char *name) {
  const char *found = field(type, name);
  return found ? *(void *const *)at(found) : NULL;
}

void *parley_field(void *object, const char *type, const char *name) {
  const char *found = object ? field(type, name) : NULL;
  return found ? (char *)object + offset(found) : NULL;
}

void *parley_follow(void *object, const char *type, const char *name) {
  void **found = parley_field(object, type, name);
  return found ? *found : NULL;
}
