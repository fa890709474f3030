/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to hold of a window that is made anew in another language: what was typed and chosen is
 * there, and no word of the language before. */
#include "config.h"

#include "switch-check.h"

#include <adwaita.h>
#include <libintl.h>
#include <string.h>

#include "sanera-catalogue.h"
#include "sanera-table-cell.h"

/* A sentence with less of its own than this may be made of data altogether. */
#define LEAST_LETTERS 4

struct _SwitchWords
{
  GHashTable *translations[2]; /* English → sv, zh_CN */
  GHashTable *glossary[2]; /* terms that have another word in English */
};

static const char *const languages[] = { "sv", "zh_CN" };

static void
keep_cb (const char *message, const char *translation, gpointer user_data)
{
  if (*translation != '\0')
    g_hash_table_insert (user_data, g_strdup (message), g_strdup (translation));
}

/* The terms of the documents: English, Swedish, Chinese. */
static void
read_glossary (SwitchWords *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (TEST_GLOSSARY, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    self->glossary[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint n = 1; lines[n] != NULL; n++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[n], "\t", -1);

      for (guint i = 0; g_strv_length (fields) > 2 && i < G_N_ELEMENTS (languages); i++)
        if (strchr (fields[0], '%') == NULL && g_ascii_strcasecmp (fields[0], fields[i + 1]) != 0)
          g_hash_table_add (self->glossary[i], g_strdup (fields[i + 1]));
    }
}

SwitchWords *
switch_words_new (void)
{
  SwitchWords *self = g_new0 (SwitchWords, 1);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *path = g_build_filename (BUILD_LOCALEDIR, languages[i], "LC_MESSAGES",
                                                GETTEXT_PACKAGE ".mo", NULL);
      g_autoptr (SaneraCatalogue) catalogue = sanera_catalogue_new (path, NULL);

      g_assert_nonnull (catalogue);
      self->translations[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      sanera_catalogue_foreach (catalogue, keep_cb, self->translations[i]);
    }
  read_glossary (self);
  return self;
}

void
switch_words_free (SwitchWords *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_hash_table_unref (self->translations[i]);
      g_hash_table_unref (self->glossary[i]);
    }
  g_free (self);
}

static const char *
say (SwitchWords *self, const char *message, const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i], language))
      return g_hash_table_lookup (self->translations[i], message);
  return message;
}

/* The rest of a directive like "%s", "%2$s" or "%d". */
static const char *
skip_directive (const char *at)
{
  for (at++; *at != '\0' && strchr ("0123456789$'lu", *at) != NULL && *at != 'u'; at++)
    ;
  return *at != '\0' ? at + 1 : at;
}

/* Whether @text is what @format becomes with something in it. */
static gboolean
is_made_of (const char *text, const char *format)
{
  const char *at = text;
  guint letters = 0;
  gboolean first = TRUE;

  while (TRUE)
    {
      const char *end = strchr (format, '%');
      gsize length = end != NULL ? (gsize)(end - format) : strlen (format);
      g_autofree char *piece = g_strndup (format, length);
      const char *found = first ? (g_str_has_prefix (at, piece) ? at : NULL) : strstr (at, piece);

      for (const char *p = piece; *p != '\0'; p = g_utf8_next_char (p))
        if (g_unichar_isalpha (g_utf8_get_char (p)))
          letters += g_utf8_get_char (p) >= 0x2e80 ? 2 : 1;
      if (end == NULL && !first)
        found = g_str_has_suffix (at, piece) ? at + strlen (at) - length : NULL;
      if (found == NULL)
        return FALSE;
      at = found + length;
      if (end == NULL)
        return *at == '\0' && letters >= LEAST_LETTERS;
      format = skip_directive (end);
      first = FALSE;
    }
}

/* (nullable): what the program says in that way, and says in another way now */
static const char *
find_message (SwitchWords *self, const char *text, const char *before, const char *now)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->translations[0]);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *said = say (self, key, before);
      const char *says = say (self, key, now);

      if (said != NULL && says != NULL && !g_str_equal (said, says) && is_made_of (text, said) &&
          !is_made_of (text, says))
        return key;
    }
  return NULL;
}

typedef void (*Visit) (GtkWidget *widget, gpointer data);

/* Everything that is drawn; cells of tables are data, popovers are not open. */
static void
walk (GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || SANERA_IS_TABLE_CELL (widget))
    return;
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      walk (child, visit, data);
}

static void
label_cb (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_hash_table_add (data, g_strdup (gtk_label_get_text (GTK_LABEL (widget))));
}

/* The words on labels and buttons. */
GHashTable *
switch_check_labels (GtkWidget *root)
{
  GHashTable *labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  walk (root, label_cb, labels);
  return labels;
}

/* Device groups of the sample that are called like something of ours. */
static gboolean
is_group (const char *text)
{
  return g_str_equal (text, "Servers") || g_str_equal (text, "Network");
}

/* (transfer full) (nullable): words that were there @before and mean something in the language
 * then, which is said otherwise now. */
char *
switch_words_find_left (SwitchWords *self,
                        GHashTable *before,
                        GtkWidget *root,
                        const char *old_language,
                        const char *new_language)
{
  g_autoptr (GHashTable) now = switch_check_labels (root);
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    {
      const char *message = g_hash_table_contains (before, text) && !is_group (text)
                                ? find_message (self, text, old_language, new_language)
                                : NULL;

      if (message != NULL)
        return g_strdup_printf ("“%s” (%s)", (char *)text, message);
    }
  return NULL;
}

/* Terms */

typedef struct
{
  SwitchWords *words;
  SaneraTerms *terms;
  const char *language;
  char *found;
} Silent;

static void
silent_cb (GtkWidget *widget, gpointer data)
{
  Silent *self = data;
  g_autofree char *english = NULL;
  const char *text;
  gboolean wanted = FALSE;

  if (!GTK_IS_LABEL (widget) || self->found != NULL)
    return;
  text = gtk_label_get_text (GTK_LABEL (widget));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    wanted = wanted || (g_str_equal (languages[i], self->language) &&
                        g_hash_table_contains (self->words->glossary[i], text));
  english = sanera_terms_find (self->terms, widget);
  if (wanted && english == NULL)
    self->found = g_strdup_printf ("“%s” has no English term", text);
  else if (english != NULL && g_str_equal (self->language, "en"))
    self->found = g_strdup_printf ("“%s” has the term “%s” in English", text, english);
}

/* (transfer full) (nullable): a label, a column or a button that is a term of the glossary and does
 * not tell its English one; in English, one that tells any. */
char *
switch_words_find_silent (SwitchWords *self,
                          SaneraTerms *terms,
                          GtkWidget *root,
                          const char *language)
{
  Silent silent = { self, terms, language, NULL };

  walk (root, silent_cb, &silent);
  return silent.found;
}

/* Fields */

static gboolean
is_writable (GtkWidget *widget)
{
  return gtk_widget_is_sensitive (widget) &&
         (GTK_IS_TEXT (widget) ? gtk_editable_get_editable (GTK_EDITABLE (widget))
                               : gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)));
}

static GtkWidget *
get_ancestor (GtkWidget *widget, GType type)
{
  return gtk_widget_get_ancestor (widget, type);
}

static void
fill_cb (GtkWidget *widget, gpointer data)
{
  guint *n = data;
  g_autofree char *words = NULL;

  if (!gtk_widget_is_sensitive (widget))
    return;
  words = g_strdup_printf ("Åh, 漏洞 %u", ++*n);
  if (ADW_IS_COMBO_ROW (widget))
    {
      GListModel *model = adw_combo_row_get_model (ADW_COMBO_ROW (widget));

      if (model != NULL && g_list_model_get_n_items (model) > 1)
        adw_combo_row_set_selected (ADW_COMBO_ROW (widget), g_list_model_get_n_items (model) - 1);
    }
  else if (GTK_IS_SPIN_BUTTON (widget))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (widget), 1);
  else if (GTK_IS_CHECK_BUTTON (widget))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), TRUE);
  else if (GTK_IS_SWITCH (widget))
    gtk_switch_set_active (GTK_SWITCH (widget), !gtk_switch_get_active (GTK_SWITCH (widget)));
  else if (GTK_IS_TEXT (widget) && is_writable (widget) &&
           get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (widget), words);
      gtk_widget_grab_focus (widget);
      gtk_editable_set_position (GTK_EDITABLE (widget), 3);
    }
  else if (GTK_IS_TEXT_VIEW (widget) && is_writable (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter place;

      gtk_text_buffer_set_text (buffer, words, -1);
      gtk_widget_grab_focus (widget);
      gtk_text_buffer_get_iter_at_offset (buffer, &place, 5);
      gtk_text_buffer_place_cursor (buffer, &place);
    }
}

/* Types into every field, chooses something else in every list, and turns every switch. */
void
switch_check_fill (GtkWidget *root)
{
  guint n = 0;

  walk (root, fill_cb, &n);
}

static void
describe_cb (GtkWidget *widget, gpointer data)
{
  GString *out = data;

  if (ADW_IS_COMBO_ROW (widget))
    g_string_append_printf (out, "[%u]", adw_combo_row_get_selected (ADW_COMBO_ROW (widget)));
  else if (GTK_IS_CHECK_BUTTON (widget))
    g_string_append_printf (out, "(%d)", gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)));
  else if (GTK_IS_SWITCH (widget))
    g_string_append_printf (out, "<%d>", gtk_switch_get_active (GTK_SWITCH (widget)));
  else if (GTK_IS_TEXT (widget) && is_writable (widget))
    g_string_append_printf (out, "“%s”", gtk_editable_get_text (GTK_EDITABLE (widget)));
  else if (GTK_IS_TEXT_VIEW (widget) && is_writable (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      g_autofree char *text = NULL;
      int caret;

      g_object_get (buffer, "text", &text, "cursor-position", &caret, NULL);
      g_string_append_printf (out, "“%s”@%d", text, caret);
    }
}

/* What is typed and chosen, and what of it has the focus. */
char *
switch_check_describe (GtkWidget *root)
{
  g_autoptr (GString) out = g_string_new (NULL);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (root));

  walk (root, describe_cb, out);
  if (GTK_IS_TEXT (focus) && is_writable (focus))
    g_string_append_printf (out, " %s@%d", gtk_editable_get_text (GTK_EDITABLE (focus)),
                            gtk_editable_get_position (GTK_EDITABLE (focus)));
  return g_string_free (g_steal_pointer (&out), FALSE);
}
