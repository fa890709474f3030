/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-proposal.h"

#include "sanera-json.h"

/**
 * sanera_proposal_clear:
 * @proposal: a proposal
 *
 * Frees what it holds.
 */
void
sanera_proposal_clear (SaneraProposal *proposal)
{
  g_clear_pointer (&proposal->id, g_free);
  g_clear_pointer (&proposal->weaknesses, g_strfreev);
  g_clear_pointer (&proposal->reason, g_free);
}

/**
 * sanera_proposal_parse:
 * @json: (nullable): proposedException of a recommendation
 * @proposal: (out caller-allocates): what it says, to be cleared; empty when nothing is proposed
 *
 * Returns: whether something is proposed
 */
gboolean
sanera_proposal_parse (const char *json, SaneraProposal *proposal)
{
  g_autoptr (JsonNode) node = NULL;
  const char *id = NULL, *reason = NULL;
  JsonObject *object;

  *proposal = (SaneraProposal){ NULL };
  if (json == NULL)
    return FALSE;
  node = sanera_json_parse (json, -1, SANERA_JSON_MAX_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!sanera_json_get_text (object, "id", "proposedException", &id, NULL) || id == NULL ||
      !sanera_json_get_int (object, "count", "proposedException", &proposal->count, NULL) ||
      !sanera_json_get_text (object, "reason", "proposedException", &reason, NULL) ||
      !sanera_json_get_strv (object, "weaknesses", "proposedException", &proposal->weaknesses,
                             NULL))
    {
      sanera_proposal_clear (proposal);
      return FALSE;
    }
  proposal->id = g_strdup (id);
  proposal->reason = g_strdup (reason != NULL ? reason : "");
  return TRUE;
}
