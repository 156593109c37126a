/* The compilers' rest: a copy runs what its original has compiled, until it has computed for a while itself. One that
 * lives for milliseconds would else compile for longer than it lives, and a hundred of them the same hundred times.
 *
 *   copied ─▶ resting: the VM's compilers (C1, C2) take no work, Truffle's are suspended
 *               │ has computed for REST, or somebody waits for a monitor, which a suspended one may have
 *               ▼
 *             compiling as ever
 */
#ifndef PARLEY_REST_H
#define PARLEY_REST_H

#include <jni.h>

/* Finds how to stop the VM's compilers; where that is not to be found, only Truffle's rest. */
void parley_prepare_rest(void);

/* In a copy, before its other threads are made again, and after. */
void parley_rest_begins(void);
void parley_rest_goes_on(void);

/* Whether this copy's compilers rest; with parley_changing locked. */
int parley_is_resting(void);

/* In a copy whose compilers rest: from now on once more as long. */
void parley_rest(void);

/* The same, however much it works, until the next parley_rest: for a spare, which has no work of its own. */
void parley_rest_on(void);

/* Who suspends or resumes threads has locked this; and who comes to the VM, or leaves it, since the VM's locks are held then: no copy is
 * made meanwhile. */
void parley_lock_changes(void);
void parley_unlock_changes(void);

#endif
