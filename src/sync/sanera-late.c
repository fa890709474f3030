/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-late.h"

#include "sanera-action.h"
#include "sanera-exception-rules.h"
#include "sanera-json.h"

/* The server judges a day by the time it was chosen (R9). So a request that waited for weeks is
 * taken and is overdue from its first day: the work is still wanted. An exception would be over at
 * once and have no effect: the person is asked before it is sent. */

static gint64
read_last_day (const SaneraOutboxEntry *entry)
{
  g_autoptr (JsonNode) node = NULL;
  gint64 day = SANERA_INT_NULL;

  if (entry->body != NULL)
    node = sanera_json_parse (entry->body, -1, SANERA_JSON_MAX_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !sanera_json_get_time (json_node_get_object (node), "expiresOn", "body", &day, NULL))
    return SANERA_INT_NULL;

  return day;
}

/**
 * sanera_late_find:
 * @entry: an entry of the outbox that the server has not seen
 * @now: the time, microseconds since 1970
 *
 * Looks whether the last day of an exception was still to come when it was chosen and is past now.
 * What was past already then, the server judges.
 *
 * Returns: (transfer none) (nullable): %SANERA_CODE_END_PASSED; %NULL: it can be sent
 */
const char *
sanera_late_find (const SaneraOutboxEntry *entry, gint64 now)
{
  gint64 day;

  g_return_val_if_fail (entry != NULL, NULL);

  switch ((int)sanera_action_kind_from_nick (entry->action))
    {
    case SANERA_ACTION_CREATE_EXCEPTION:
    case SANERA_ACTION_RENEW_EXCEPTION:
      day = read_last_day (entry);
      return day != SANERA_INT_NULL && !sanera_exception_is_over (day, entry->made_at) &&
                     sanera_exception_is_over (day, now)
                 ? SANERA_CODE_END_PASSED
                 : NULL;
    default:
      return NULL;
    }
}
