/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-page-set.h"

#include "sanera-page-tabs.h"

/**
 * SaneraPageSet:
 *
 * A page that nobody has looked at costs no widget and no query. Several pages may stand under one
 * name in the sidebar, as tabs: which of them was shown last is kept here.
 */
struct _SaneraPageSet
{
  GObject parent_instance;

  GtkStack *stack; /* owns the pages */
  GSettings *settings;
  GPtrArray *kinds; /* SaneraPageClass, in the order of the sidebar */
  GPtrArray *pages; /* (nullable) SaneraPage of each kind */
  GHashTable *tabs; /* id of a page in the sidebar → id of the tab of it that was shown last */
};

enum
{
  SIGNAL_MADE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraPageSet, sanera_page_set, G_TYPE_OBJECT)

static gboolean
has_id (gconstpointer klass, gconstpointer page_id)
{
  return g_str_equal (((const SaneraPageClass *)klass)->id, page_id);
}

static SaneraPage *
make_page (SaneraPageSet *self, SaneraPageClass *klass)
{
  SaneraPage *page = g_object_new (G_TYPE_FROM_CLASS (klass), "settings", self->settings, NULL);

  sanera_page_tabs_add (page, self->kinds);
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), klass->id);
  g_signal_emit (self, signals[SIGNAL_MADE], 0, page);
  return page;
}

static void
sanera_page_set_dispose (GObject *object)
{
  SaneraPageSet *self = SANERA_PAGE_SET (object);

  g_ptr_array_set_size (self->pages, 0);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_page_set_parent_class)->dispose (object);
}

static void
sanera_page_set_finalize (GObject *object)
{
  SaneraPageSet *self = SANERA_PAGE_SET (object);

  g_ptr_array_unref (self->kinds);
  g_ptr_array_unref (self->pages);
  g_hash_table_unref (self->tabs);

  G_OBJECT_CLASS (sanera_page_set_parent_class)->finalize (object);
}

static void
sanera_page_set_class_init (SaneraPageSetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_page_set_dispose;
  object_class->finalize = sanera_page_set_finalize;

  signals[SIGNAL_MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, SANERA_TYPE_PAGE);
}

static void
sanera_page_set_init (SaneraPageSet *self)
{
  self->kinds = g_ptr_array_new_with_free_func (g_type_class_unref);
  self->pages = g_ptr_array_new ();
  self->tabs = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * sanera_page_set_new:
 * @stack: where pages are shown; it outlives what is returned
 * @settings: the settings of the application
 *
 * Returns: (transfer full): a set without kinds of pages
 */
SaneraPageSet *
sanera_page_set_new (GtkStack *stack, GSettings *settings)
{
  SaneraPageSet *self = g_object_new (SANERA_TYPE_PAGE_SET, NULL);

  self->stack = stack;
  self->settings = g_object_ref (settings);

  return self;
}

/**
 * sanera_page_set_add:
 * @self: a set
 * @type: a type of page
 *
 * Adds a kind of page behind those that are there.
 *
 * Returns: (transfer none): its class
 */
SaneraPageClass *
sanera_page_set_add (SaneraPageSet *self, GType type)
{
  SaneraPageClass *klass = g_type_class_ref (type);

  g_ptr_array_add (self->kinds, klass);
  g_ptr_array_add (self->pages, NULL);

  return klass;
}

/**
 * sanera_page_set_has:
 * @self: a set
 * @page_id: stable name of a page; another version may have had others
 *
 * Returns: whether there is such a page, made or not
 */
gboolean
sanera_page_set_has (SaneraPageSet *self, const char *page_id)
{
  guint index;

  return g_ptr_array_find_with_equal_func (self->kinds, page_id, has_id, &index);
}

/**
 * sanera_page_set_find:
 * @self: a set
 * @page_id: stable name of a page
 *
 * Returns: (transfer none) (nullable): that page, shown or not; made now if it never was
 */
SaneraPage *
sanera_page_set_find (SaneraPageSet *self, const char *page_id)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->kinds, page_id, has_id, &index))
    return NULL;
  if (self->pages->pdata[index] == NULL)
    self->pages->pdata[index] = make_page (self, self->kinds->pdata[index]);

  return self->pages->pdata[index];
}

/**
 * sanera_page_set_for_each:
 * @self: a set
 * @func: what is done to a page
 * @data: for @func
 *
 * Does it to each page that was made.
 */
void
sanera_page_set_for_each (SaneraPageSet *self, GFunc func, gpointer data)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (self->pages->pdata[i] != NULL)
      func (self->pages->pdata[i], data);
}

/**
 * sanera_page_set_choose:
 * @self: a set
 * @page: a page of it
 *
 * Remembers which tab of its place in the sidebar is shown.
 *
 * Returns: that place, from 0
 */
guint
sanera_page_set_choose (SaneraPageSet *self, SaneraPage *page)
{
  /* These live as long as the page's class. */
  const char *place = sanera_page_get_tab_of (page);

  if (place == NULL)
    place = sanera_page_get_id (page);
  g_hash_table_insert (self->tabs, (gpointer)place, (gpointer)sanera_page_get_id (page));

  return sanera_page_tabs_find_place (self->kinds, place);
}

/**
 * sanera_page_set_get_chosen:
 * @self: a set
 * @page_id: of a page in the sidebar
 *
 * Returns: (transfer none): id of the tab of it that was shown last, @page_id when none was
 */
const char *
sanera_page_set_get_chosen (SaneraPageSet *self, const char *page_id)
{
  const char *tab = g_hash_table_lookup (self->tabs, page_id);

  return tab != NULL ? tab : page_id;
}

/**
 * sanera_page_set_save_state:
 * @self: a set
 * @state: gets what each page that was made shows
 */
void
sanera_page_set_save_state (SaneraPageSet *self, SaneraViewState *state)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      SaneraPage *page = self->pages->pdata[i];

      if (page != NULL)
        sanera_page_save_state (
            page, sanera_view_state_get_page_state (state, sanera_page_get_id (page)));
    }
}

/**
 * sanera_page_set_restore_state:
 * @self: a set
 * @state: what sanera_page_set_save_state() filled
 *
 * Makes the pages that were there, showing the same.
 */
void
sanera_page_set_restore_state (SaneraPageSet *self, SaneraViewState *state)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      const char *page_id = ((SaneraPageClass *)self->kinds->pdata[i])->id;

      if (sanera_view_state_has_page_state (state, page_id))
        sanera_page_restore_state (sanera_page_set_find (self, page_id),
                                   sanera_view_state_get_page_state (state, page_id));
    }
}
