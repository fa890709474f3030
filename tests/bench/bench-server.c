/* SPDX-License-Identifier: GPL-3.0-or-later */
/* B9 and B10: the server itself, with a table of calls of its own: a list, and beside it as many
 * bytes from memory, over the same way from the socket through sign-in and routing and back. The
 * linker takes this table before the one in the library, so nothing of it is in the product.
 *
 * Neither call asks for a capability: a token may make 600 of those a minute, which would be
 * measured instead. The token that comes with a call is looked up all the same.
 *
 * bench-server serve OPTION…: as sanera-server
 */
#include <locale.h>
#include <string.h>

#include "sanera-command.h"
#include "sanera-routes.h"
#include "store-views.h"

/* More than any page has. */
#define MAX_BYTES (64 << 20)

static void
get_bytes (SaneraExchange *exchange)
{
  GString *out;
  gint64 n = 0;

  if (!sanera_exchange_get_query_int (exchange, "n", 0, MAX_BYTES, &n, NULL))
    {
      sanera_exchange_send (exchange);
      return;
    }
  out = g_string_sized_new ((gsize)n + 1);
  g_string_set_size (out, (gsize)n);
  memset (out->str, ' ', (gsize)n);
  sanera_exchange_set_json (exchange, 200, out);
  sanera_exchange_send (exchange);
}

const SaneraRoute sanera_routes[] = {
  { "GET", "/healthz", SANERA_CAPABILITY_NONE, SANERA_BODY_NONE, SANERA_RUN_READ,
    sanera_route_healthz, NULL, NULL },
  { "GET", "/api/recommendations", SANERA_CAPABILITY_NONE, SANERA_BODY_NONE, SANERA_RUN_READ,
    sanera_route_list, NULL, &sanera_view_recommendations },
  { "GET", "/bytes", SANERA_CAPABILITY_NONE, SANERA_BODY_NONE, SANERA_RUN_HANDLER, NULL, get_bytes,
    NULL },
};

const guint sanera_n_routes = G_N_ELEMENTS (sanera_routes);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc < 2 || !g_str_equal (argv[1], "serve"))
    {
      g_printerr ("usage: bench-server serve OPTION…\n");
      return 2;
    }

  return sanera_command_serve (argc - 1, argv + 1);
}
