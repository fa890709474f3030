/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-router.h"

/* Prints every call of the interface, a line each, for tests that compare it with something:
 * method, path, and what body it takes. */
int
main (void)
{
  static const char *const bodies[] = { "none", "json", "file" };

  for (guint i = 0; i < sanera_n_routes; i++)
    g_print ("%s\t%s\t%s\n", sanera_routes[i].method, sanera_routes[i].path,
             bodies[sanera_routes[i].body]);
  return 0;
}
