/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-marked-title.h"

#include <glib/gi18n.h>

#include "sanera-action.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-words.h"

/* (nullable): what waits about a recommendation, in two words: its title needs the room */
static const char *
get_brief (const SaneraRecommendationData *data)
{
  static const char *const words[][2] = {
    [SANERA_LOCAL_STATE_WAITING] = { N_ ("Request waiting"), N_ ("Exception waiting") },
    [SANERA_LOCAL_STATE_SENDING] = { N_ ("Sending request…"), N_ ("Sending exception…") },
    [SANERA_LOCAL_STATE_REFUSED] = { N_ ("Request refused"), N_ ("Exception refused") },
  };
  const int state = sanera_enum_from_nick (&sanera_local_state_enum, data->local_state);
  const char *const *actions = (const char *const *)data->local_actions;

  if (state <= 0 || state >= (int)G_N_ELEMENTS (words) || actions == NULL)
    return NULL;
  /* Of both the whole words tell. */
  if (actions[0] != NULL && actions[1] != NULL)
    return sanera_words_recommendation_local (data);

  return gettext (words[state][g_strv_contains (
      actions, sanera_action_kind_get_nick (SANERA_ACTION_CREATE_EXCEPTION))]);
}

static const char *
get_mark (SaneraRecord *record)
{
  const SaneraNoun *noun = sanera_record_get_noun (record);
  gconstpointer data = sanera_record_get_data (record);
  const char *state = sanera_field_get_text (sanera_noun_find (noun, "localState"), data);
  const char *error = sanera_field_get_text (sanera_noun_find (noun, "localError"), data);

  if (SANERA_IS_RECOMMENDATION (record))
    return sanera_words_recommendation_local (data);

  return state != NULL ? sanera_words_local_state (state, error) : NULL;
}

/**
 * sanera_marked_title_text:
 * @record: a recommendation, an exception or a security task
 * @context: what it depends on beside the record
 *
 * Returns: (transfer full): its title
 */
char *
sanera_marked_title_text (SaneraRecord *record, const SaneraCellContext *context)
{
  g_return_val_if_fail (SANERA_IS_RECORD (record), NULL);

  if (SANERA_IS_RECOMMENDATION (record))
    return sanera_words_recommendation_title (
        sanera_recommendation_get_data (SANERA_RECOMMENDATION (record)), FALSE);
  if (SANERA_IS_SECURITY_TASK (record))
    return sanera_words_security_task_title (
        sanera_security_task_get_data (SANERA_SECURITY_TASK (record)), FALSE);

  return sanera_words_exception_title (
      sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record)), FALSE);
}

/**
 * sanera_marked_title_full:
 * @record: a recommendation, an exception or a security task
 * @context: what it depends on beside the record
 *
 * Returns: (transfer full): its title, and what it waits for
 */
char *
sanera_marked_title_full (SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *title = sanera_marked_title_text (record, context);

  return sanera_marked_cell_join (title, get_mark (record));
}

/**
 * sanera_marked_title_draw:
 * @pen: draws the cell
 * @record: a recommendation, an exception or a security task
 * @context: what it depends on beside the record
 *
 * Shows both.
 */
void
sanera_marked_title_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *title = sanera_marked_title_text (record, context);

  sanera_marked_cell_draw (pen, title,
                           SANERA_IS_RECOMMENDATION (record)
                               ? get_brief (sanera_record_get_data (record))
                               : get_mark (record));
}

static void
title_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_words (csv, sanera_marked_title_text (record, context));
}

/* In an exported file, what a row waits for stands in the cell of its status. */
const SaneraColumnCell sanera_marked_title_cells[] = {
  { NULL, NULL, title_write },
  { NULL, NULL, NULL },
};
