/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-view-state.h"

struct _SaneraViewState
{
  char *page;
  GHashTable *pages; /* id of the page → SaneraPageState */
};

static void
page_state_free (gpointer data)
{
  SaneraPageState *state = data;

  g_free (state->query);
  g_clear_pointer (&state->selection, g_array_unref);
  g_free (state->flyout);
  g_free (state);
}

/**
 * sanera_view_state_new:
 *
 * Makes an empty state: no page chosen, every page as at the first start.
 *
 * Returns: (transfer full): the state
 */
SaneraViewState *
sanera_view_state_new (void)
{
  SaneraViewState *self = g_new0 (SaneraViewState, 1);

  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, page_state_free);
  return self;
}

/**
 * sanera_view_state_free:
 * @self: (transfer full): a state
 *
 * Frees it with the state of all its pages.
 */
void
sanera_view_state_free (SaneraViewState *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->page);
  g_hash_table_unref (self->pages);
  g_free (self);
}

/**
 * sanera_view_state_get_page:
 * @self: a state
 *
 * Returns: (nullable): the id of the page that is shown
 */
const char *
sanera_view_state_get_page (SaneraViewState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->page;
}

/**
 * sanera_view_state_set_page:
 * @self: a state
 * @page_id: (nullable): the id of the page that is shown
 */
void
sanera_view_state_set_page (SaneraViewState *self, const char *page_id)
{
  g_autofree char *old = NULL;

  g_return_if_fail (self != NULL);

  old = g_steal_pointer (&self->page);
  self->page = g_strdup (page_id);
}

/**
 * sanera_view_state_has_page_state:
 * @self: a state
 * @page_id: the id of a page
 *
 * Returns: whether there is a state of that page: not when it has never been shown
 */
gboolean
sanera_view_state_has_page_state (SaneraViewState *self, const char *page_id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (page_id != NULL, FALSE);

  return g_hash_table_contains (self->pages, page_id);
}

/**
 * sanera_view_state_get_page_state:
 * @self: a state
 * @page_id: the id of a page
 *
 * The state of one page, made empty when there is none yet.
 *
 * Returns: (transfer none): the state, to be read or filled in
 */
SaneraPageState *
sanera_view_state_get_page_state (SaneraViewState *self, const char *page_id)
{
  SaneraPageState *state = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (page_id != NULL, NULL);

  state = g_hash_table_lookup (self->pages, page_id);
  if (state == NULL)
    {
      state = g_new0 (SaneraPageState, 1);
      g_hash_table_insert (self->pages, g_strdup (page_id), state);
    }
  return state;
}
