/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraProposal:
 * @id: tells it from any other
 * @count: how many weaknesses it is about
 * @weaknesses: their ids, the first ones
 * @reason: in the words of the documents, a line for each; "" when they give none
 * @scope: "Global", or "DeviceGroups" where they name single devices
 * @groups: device groups of those devices
 * @sources: formats of the documents: "cyclonedx"
 *
 * An exception that documents propose, and nobody has decided on.
 */
typedef struct
{
  char *id;
  gint64 count;
  char **weaknesses;
  char *reason;
  char *scope;
  char **groups;
  char **sources;
} SaneraProposal;

gboolean sanera_proposal_parse (const char *json, SaneraProposal *proposal);
const char *sanera_proposal_get_justification (const SaneraProposal *proposal);
void sanera_proposal_clear (SaneraProposal *proposal);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraProposal, sanera_proposal_clear)

G_END_DECLS
