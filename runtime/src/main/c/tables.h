/* What the VM keeps, by the tables that it exports for debuggers: arrays of entries, one for each field that it tells of.
 * NULL for what they do not have: no other VM need have the same. */
#ifndef PARLEY_TABLES_H
#define PARLEY_TABLES_H

/* Where the value of a flag of the command line is. */
void *parley_flag(const char *name);

/* The pointer in a static field; that in a field of an object; and where that field is. */
void *parley_static(const char *type, const char *name);
void *parley_follow(void *object, const char *type, const char *name);
void *parley_field(void *object, const char *type, const char *name);

#endif
