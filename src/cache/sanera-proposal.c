/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-proposal.h"

#include "sanera-enums.h"
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
  g_clear_pointer (&proposal->scope, g_free);
  g_clear_pointer (&proposal->groups, g_strfreev);
  g_clear_pointer (&proposal->sources, g_strfreev);
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
  const char *id = NULL, *reason = NULL, *scope = NULL;
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
      !sanera_json_get_text (object, "scope", "proposedException", &scope, NULL) ||
      !sanera_json_get_strv (object, "groups", "proposedException", &proposal->groups, NULL) ||
      !sanera_json_get_strv (object, "sources", "proposedException", &proposal->sources, NULL) ||
      !sanera_json_get_strv (object, "weaknesses", "proposedException", &proposal->weaknesses,
                             NULL))
    {
      sanera_proposal_clear (proposal);
      return FALSE;
    }
  proposal->id = g_strdup (id);
  proposal->reason = g_strdup (reason != NULL ? reason : "");
  proposal->scope = g_strdup (scope != NULL ? scope : "Global");
  return TRUE;
}

/* The words of CycloneDX and of OpenVEX for: something else stands before it. */
static gboolean
is_mitigation (const char *reason)
{
  return g_str_has_prefix (reason, "protected_") ||
         g_str_has_prefix (reason, "inline_mitigations_already_exist");
}

/**
 * sanera_proposal_get_justification:
 * @proposal: a proposal
 *
 * What the documents call it, in the words of exceptions (rule R8). Only where all of them say that
 * something stands before the weakness, that is proposed: it takes devices out of the exposure. All
 * else is a risk that somebody accepts.
 *
 * Returns: (transfer none): a justification
 */
const char *
sanera_proposal_get_justification (const SaneraProposal *proposal)
{
  g_auto (GStrv) lines = g_strsplit (proposal->reason, "\n", -1);
  gboolean mitigated = lines[0] != NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    mitigated = mitigated && is_mitigation (lines[i]);
  return sanera_enum_to_nick (&sanera_justification_enum,
                              mitigated ? SANERA_JUSTIFICATION_ALTERNATE_MITIGATION
                                        : SANERA_JUSTIFICATION_RISK_ACCEPTED);
}
