/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-column.h"

#include <glib/gi18n.h>

/**
 * sanera_column_get_full_text:
 * @self: a column
 * @record: a record of the list
 * @context: what it depends on beside the record
 *
 * Returns: (transfer full): what the cell says, without abbreviation
 */
char *
sanera_column_get_full_text (const SaneraColumn *self,
                             SaneraRecord *record,
                             const SaneraCellContext *context)
{
  return self->full != NULL ? self->full (record, context) : self->text (record, context);
}

/**
 * sanera_column_cell_get_title:
 * @self: a cell of an exported file
 * @column: its column
 *
 * Returns: (transfer none): its head in the language of the interface
 */
const char *
sanera_column_cell_get_title (const SaneraColumnCell *self, const SaneraColumn *column)
{
  if (self->title == NULL)
    return gettext (column->title);
  if (self->context != NULL)
    return g_dpgettext2 (NULL, self->context, self->title);

  return gettext (self->title);
}

/* A title as it stands within a sentence: only abbreviations keep their capital letters. */
static char *
uncapitalize (const char *title)
{
  gunichar first = g_utf8_get_char (title);
  char small[6];

  if (*title == '\0' || !g_unichar_islower (g_utf8_get_char (g_utf8_next_char (title))))
    return g_strdup (title);

  return g_strdup_printf ("%.*s%s", g_unichar_to_utf8 (g_unichar_tolower (first), small), small,
                          g_utf8_next_char (title));
}

/**
 * sanera_column_describe_order:
 * @self: a column that can be sorted by
 * @descending: whether its largest values come first
 *
 * Returns: (transfer full): the order in words, as part of a sentence: "by impact, descending"
 */
char *
sanera_column_describe_order (const SaneraColumn *self, gboolean descending)
{
  g_autofree char *title = uncapitalize (gettext (self->title));

  /* Translators: %s is the title of a column, as it stands within a sentence: "impact" */
  return descending ? g_strdup_printf (_ ("by %s, descending"), title)
                    : g_strdup_printf (_ ("by %s, ascending"), title);
}

static gboolean
find_column (const SaneraColumn *columns, guint n_columns, const char *id, guint *index)
{
  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].id, id))
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * sanera_column_states_parse:
 * @columns: the table of columns
 * @n_columns: its length
 * @value: (nullable): a variant of type `a(sbi)`: id, shown, width; as kept in the settings
 *
 * Reads what a person made of the columns. Columns that are not mentioned, because they are newer
 * than the settings, come last and as the table says; unknown ones are left out.
 *
 * Returns: (transfer full) (element-type SaneraColumnState): one for each column, in the order in
 *   which they are shown
 */
GArray *
sanera_column_states_parse (const SaneraColumn *columns, guint n_columns, GVariant *value)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n_columns);
  GArray *states = g_array_new (FALSE, FALSE, sizeof (SaneraColumnState));
  gboolean any_visible = FALSE;

  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE ("a(sbi)")))
    {
      GVariantIter iter;
      const char *id;
      SaneraColumnState state;

      g_variant_iter_init (&iter, value);
      while (g_variant_iter_next (&iter, "(&sbi)", &id, &state.visible, &state.width))
        {
          if (!find_column (columns, n_columns, id, &state.column) || seen[state.column])
            continue;
          if (state.width <= 0 || state.width > 4000)
            state.width = -1;
          seen[state.column] = TRUE;
          any_visible |= state.visible;
          g_array_append_val (states, state);
        }
    }

  for (guint i = 0; i < n_columns; i++)
    {
      SaneraColumnState state = { i, (columns[i].flags & SANERA_COLUMN_VISIBLE) != 0, -1 };

      if (seen[i])
        continue;
      any_visible |= state.visible;
      g_array_append_val (states, state);
    }

  /* A list without columns could not be told from an empty one. */
  if (!any_visible)
    g_array_index (states, SaneraColumnState, 0).visible = TRUE;

  return states;
}

/**
 * sanera_column_states_serialize:
 * @columns: the table of columns
 * @states: (element-type SaneraColumnState): what a person made of them
 *
 * Returns: (transfer floating): a variant for the settings
 */
GVariant *
sanera_column_states_serialize (const SaneraColumn *columns, GArray *states)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sbi)"));
  for (guint i = 0; i < states->len; i++)
    {
      const SaneraColumnState *state = &g_array_index (states, SaneraColumnState, i);

      g_variant_builder_add (&builder, "(sbi)", columns[state->column].id, state->visible,
                             state->width);
    }

  return g_variant_builder_end (&builder);
}
