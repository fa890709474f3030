/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-page.h"

#include <glib/gi18n.h>

#include "sanera-settings.h"

typedef struct
{
  GSettings *settings;
  GSettings *page_settings;
  SaneraConnection *connection;
  gboolean flyout_open;
  gboolean flyout_placed; /* the window has it among its flyouts */
  gboolean hidden;
  gboolean stale; /* to be refreshed when it is shown again */
  GtkWidget *tabs; /* owned by its parent */
} SaneraPagePrivate;

typedef enum
{
  PROP_SETTINGS = 1,
  PROP_CONNECTION,
  PROP_FLYOUT_OPEN,
} SaneraPageProp;

enum
{
  SIGNAL_QUERY_CHANGED,
  SIGNAL_TOAST,
  N_SIGNALS,
};

static GParamSpec *props[PROP_FLYOUT_OPEN + 1];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SaneraPage, sanera_page, ADW_TYPE_BIN)

static SaneraPagePrivate *
get_priv (SaneraPage *self)
{
  return sanera_page_get_instance_private (self);
}

static void
sanera_page_real_set_connection (SaneraPage *self, SaneraConnection *connection)
{
  SaneraPagePrivate *priv = get_priv (self);

  if (g_set_object (&priv->connection, connection))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTION]);
}

static void
set_flyout_open (SaneraPage *self, gboolean open)
{
  SaneraPagePrivate *priv = get_priv (self);
  SaneraPageClass *klass = SANERA_PAGE_GET_CLASS (self);

  if (priv->flyout_open == open)
    return;

  priv->flyout_open = open;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FLYOUT_OPEN]);
  if (!open && klass->flyout_closed != NULL)
    klass->flyout_closed (self);
}

static void
sanera_page_constructed (GObject *object)
{
  SaneraPage *self = SANERA_PAGE (object);
  SaneraPagePrivate *priv = get_priv (self);

  G_OBJECT_CLASS (sanera_page_parent_class)->constructed (object);

  /* A page in a test may have no settings. */
  if (priv->settings != NULL)
    priv->page_settings = sanera_settings_new_for_page (priv->settings, sanera_page_get_id (self));
}

static void
sanera_page_dispose (GObject *object)
{
  SaneraPagePrivate *priv = get_priv (SANERA_PAGE (object));

  g_clear_weak_pointer (&priv->tabs);
  g_clear_object (&priv->connection);
  g_clear_object (&priv->page_settings);
  g_clear_object (&priv->settings);

  G_OBJECT_CLASS (sanera_page_parent_class)->dispose (object);
}

static void
sanera_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SaneraPagePrivate *priv = get_priv (SANERA_PAGE (object));

  switch ((SaneraPageProp)id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, priv->settings);
      break;
    case PROP_CONNECTION:
      g_value_set_object (value, priv->connection);
      break;
    case PROP_FLYOUT_OPEN:
      g_value_set_boolean (value, priv->flyout_open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sanera_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SaneraPage *self = SANERA_PAGE (object);

  switch ((SaneraPageProp)id)
    {
    case PROP_SETTINGS:
      get_priv (self)->settings = g_value_dup_object (value);
      break;
    case PROP_CONNECTION:
      sanera_page_set_connection (self, g_value_get_object (value));
      break;
    case PROP_FLYOUT_OPEN:
      set_flyout_open (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sanera_page_class_init (SaneraPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sanera_page_constructed;
  object_class->dispose = sanera_page_dispose;
  object_class->get_property = sanera_page_get_property;
  object_class->set_property = sanera_page_set_property;

  klass->set_connection = sanera_page_real_set_connection;

  props[PROP_SETTINGS] =
      g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_CONNECTION] =
      g_param_spec_object ("connection", NULL, NULL, SANERA_TYPE_CONNECTION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_FLYOUT_OPEN] =
      g_param_spec_boolean ("flyout-open", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * SaneraPage::query-changed:
   * @self: a page
   *
   * The page shows another query, for another reason than sanera_page_set_search().
   */
  signals[SIGNAL_QUERY_CHANGED] =
      g_signal_new ("query-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);

  /**
   * SaneraPage::toast:
   * @self: a page
   * @toast: what happened
   *
   * The page has something to say; the window shows it.
   */
  signals[SIGNAL_TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
sanera_page_init (SaneraPage *self)
{
}

/**
 * sanera_page_class_get_title:
 * @klass: a kind of page
 *
 * Returns: its title in the language of the window
 */
const char *
sanera_page_class_get_title (SaneraPageClass *klass)
{
  g_return_val_if_fail (klass != NULL, NULL);

  return gettext (klass->title);
}

/**
 * sanera_page_class_get_tab_title:
 * @klass: a kind of page
 *
 * Returns: its name among the tabs, in the language of the window
 */
const char *
sanera_page_class_get_tab_title (SaneraPageClass *klass)
{
  g_return_val_if_fail (klass != NULL, NULL);

  return gettext (klass->tab_title != NULL ? klass->tab_title : klass->title);
}

/**
 * sanera_page_class_get_count_query:
 * @klass: a kind of page
 * @connection: whose rows are counted
 *
 * Returns: (transfer full) (nullable): the query whose number of rows the sidebar shows
 */
SaneraQuery *
sanera_page_class_get_count_query (SaneraPageClass *klass, SaneraConnection *connection)
{
  g_return_val_if_fail (klass != NULL, NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  return klass->get_count_query != NULL ? klass->get_count_query (klass, connection) : NULL;
}

/**
 * sanera_page_get_id:
 * @self: a page
 *
 * Returns: the stable name of this kind of page, for settings and actions
 */
const char *
sanera_page_get_id (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return SANERA_PAGE_GET_CLASS (self)->id;
}

/**
 * sanera_page_get_title:
 * @self: a page
 *
 * Returns: its title in the language of the window
 */
const char *
sanera_page_get_title (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return sanera_page_class_get_title (SANERA_PAGE_GET_CLASS (self));
}

/**
 * sanera_page_get_tab_of:
 * @self: a page
 *
 * Returns: (nullable): id of the page whose tab it is, %NULL for one with a place of its own in the
 *   sidebar
 */
const char *
sanera_page_get_tab_of (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return SANERA_PAGE_GET_CLASS (self)->tab_of;
}

/**
 * sanera_page_set_tabs:
 * @self: a page that is one of several under one name
 * @tabs: (transfer floating): the tabs
 *
 * Puts the tabs above the page. Does nothing with a page that has no room for them.
 */
void
sanera_page_set_tabs (SaneraPage *self, GtkWidget *tabs)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (tabs));

  if (SANERA_PAGE_GET_CLASS (self)->set_tabs == NULL)
    {
      g_object_unref (g_object_ref_sink (tabs));
      return;
    }
  SANERA_PAGE_GET_CLASS (self)->set_tabs (self, tabs);
  g_set_weak_pointer (&get_priv (self)->tabs, tabs);
}

/**
 * sanera_page_get_tabs:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the tabs above it
 */
GtkWidget *
sanera_page_get_tabs (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return get_priv (self)->tabs;
}

/**
 * sanera_page_get_page_settings:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the settings of this page (schema org.sanera.Sanera.Page)
 */
GSettings *
sanera_page_get_page_settings (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return get_priv (self)->page_settings;
}

/**
 * sanera_page_get_connection:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the connection whose rows are shown
 */
SaneraConnection *
sanera_page_get_connection (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  return get_priv (self)->connection;
}

/**
 * sanera_page_set_connection:
 * @self: a page
 * @connection: (nullable): whose rows to show
 *
 * Shows another connection, or nothing. Does nothing when it is the same.
 */
void
sanera_page_set_connection (SaneraPage *self, SaneraConnection *connection)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (connection == NULL || SANERA_IS_CONNECTION (connection));

  if (get_priv (self)->connection == connection)
    return;

  set_flyout_open (self, FALSE);
  SANERA_PAGE_GET_CLASS (self)->set_connection (self, connection);
}

/**
 * sanera_page_can_search:
 * @self: a page
 *
 * Returns: whether there is something to search in
 */
gboolean
sanera_page_can_search (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), FALSE);

  return SANERA_PAGE_GET_CLASS (self)->set_search != NULL;
}

/**
 * sanera_page_set_search:
 * @self: a page
 * @text: what stands in the search entry, "" for nothing
 */
void
sanera_page_set_search (SaneraPage *self, const char *text)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (text != NULL);

  if (SANERA_PAGE_GET_CLASS (self)->set_search != NULL)
    SANERA_PAGE_GET_CLASS (self)->set_search (self, text);
}

/**
 * sanera_page_get_query:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): what it shows now
 */
SaneraQuery *
sanera_page_get_query (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  if (SANERA_PAGE_GET_CLASS (self)->get_query == NULL)
    return NULL;
  return SANERA_PAGE_GET_CLASS (self)->get_query (self);
}

/**
 * sanera_page_set_query:
 * @self: a page
 * @query: a query of the page's list
 *
 * Shows another query, as from a link on another page.
 */
void
sanera_page_set_query (SaneraPage *self, SaneraQuery *query)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (query != NULL);

  if (SANERA_PAGE_GET_CLASS (self)->set_query != NULL)
    SANERA_PAGE_GET_CLASS (self)->set_query (self, query);
}

/**
 * sanera_page_save_state:
 * @self: a page
 * @state: an empty state to fill in
 */
void
sanera_page_save_state (SaneraPage *self, SaneraPageState *state)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (state != NULL);

  if (SANERA_PAGE_GET_CLASS (self)->save_state != NULL)
    SANERA_PAGE_GET_CLASS (self)->save_state (self, state);
}

/**
 * sanera_page_restore_state:
 * @self: a page that has its connection
 * @state: what sanera_page_save_state() filled in
 *
 * Shows again what was shown.
 */
void
sanera_page_restore_state (SaneraPage *self, const SaneraPageState *state)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (state != NULL);

  if (SANERA_PAGE_GET_CLASS (self)->restore_state != NULL)
    SANERA_PAGE_GET_CLASS (self)->restore_state (self, state);
}

/**
 * sanera_page_get_flyout:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the flyout, always the same widget
 */
GtkWidget *
sanera_page_get_flyout (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), NULL);

  if (SANERA_PAGE_GET_CLASS (self)->get_flyout == NULL)
    return NULL;
  return SANERA_PAGE_GET_CLASS (self)->get_flyout (self);
}

/**
 * sanera_page_place_flyout:
 * @self: a page
 * @stack: where the window has its flyouts
 *
 * Brings the page's flyout to the front, if it has one. It is put into @stack when it is first
 * open: a closed one, too, would be styled and measured before the window's first frame.
 */
void
sanera_page_place_flyout (SaneraPage *self, GtkStack *stack)
{
  GtkWidget *flyout;

  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (GTK_IS_STACK (stack));

  /* One that was never open need not even be there yet. */
  if (!sanera_page_get_flyout_open (self) && !get_priv (self)->flyout_placed)
    return;
  flyout = sanera_page_get_flyout (self);
  if (flyout == NULL)
    return;
  get_priv (self)->flyout_placed = TRUE;
  if (gtk_widget_get_parent (flyout) == NULL && sanera_page_get_flyout_open (self))
    gtk_stack_add_child (stack, flyout);
  if (gtk_widget_get_parent (flyout) != NULL)
    gtk_stack_set_visible_child (stack, flyout);
}

/**
 * sanera_page_show_record:
 * @self: a page
 * @id: id of a record of the page's list
 *
 * Opens that record in the flyout, as from a link on another page.
 *
 * Returns: whether there is such a record
 */
gboolean
sanera_page_show_record (SaneraPage *self, const char *id)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (SANERA_PAGE_GET_CLASS (self)->show_record == NULL)
    return FALSE;
  return SANERA_PAGE_GET_CLASS (self)->show_record (self, id);
}

/**
 * sanera_page_refresh:
 * @self: a page
 *
 * The rows may have changed: looks again without moving the row a person is looking at; a page that
 * nobody sees does so when it is shown.
 */
void
sanera_page_refresh (SaneraPage *self)
{
  SaneraPagePrivate *priv;

  g_return_if_fail (SANERA_IS_PAGE (self));

  priv = get_priv (self);
  priv->stale = priv->hidden;
  if (!priv->hidden && SANERA_PAGE_GET_CLASS (self)->refresh != NULL)
    SANERA_PAGE_GET_CLASS (self)->refresh (self);
}

/**
 * sanera_page_set_hidden:
 * @self: a page
 * @hidden: whether another page of the window is shown
 *
 * While a sync writes page after page, only what is shown follows each of them.
 */
void
sanera_page_set_hidden (SaneraPage *self, gboolean hidden)
{
  SaneraPagePrivate *priv;

  g_return_if_fail (SANERA_IS_PAGE (self));

  priv = get_priv (self);
  if (priv->hidden == hidden)
    return;

  priv->hidden = hidden;
  if (SANERA_PAGE_GET_CLASS (self)->hidden_changed != NULL)
    SANERA_PAGE_GET_CLASS (self)->hidden_changed (self);
  if (!hidden && priv->stale)
    sanera_page_refresh (self);
}

/**
 * sanera_page_get_hidden:
 * @self: a page
 *
 * Returns: what was set with sanera_page_set_hidden(), %FALSE at first
 */
gboolean
sanera_page_get_hidden (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), FALSE);

  return get_priv (self)->hidden;
}

/**
 * sanera_page_get_flyout_open:
 * @self: a page
 *
 * Returns: whether the flyout of this page is open
 */
gboolean
sanera_page_get_flyout_open (SaneraPage *self)
{
  g_return_val_if_fail (SANERA_IS_PAGE (self), FALSE);

  return get_priv (self)->flyout_open;
}

/**
 * sanera_page_open_flyout:
 * @self: a page
 *
 * Opens the page's flyout beside the list, or over it in a narrow window.
 */
void
sanera_page_open_flyout (SaneraPage *self)
{
  g_return_if_fail (SANERA_IS_PAGE (self));

  set_flyout_open (self, TRUE);
}

/**
 * sanera_page_close_flyout:
 * @self: a page
 *
 * Closes the page's flyout; the page gives the focus back to its row.
 */
void
sanera_page_close_flyout (SaneraPage *self)
{
  g_return_if_fail (SANERA_IS_PAGE (self));

  set_flyout_open (self, FALSE);
}

/**
 * sanera_page_add_toast:
 * @self: a page
 * @toast: (transfer full): what happened
 *
 * Has the window say it.
 */
void
sanera_page_add_toast (SaneraPage *self, AdwToast *toast)
{
  g_return_if_fail (SANERA_IS_PAGE (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  g_signal_emit (self, signals[SIGNAL_TOAST], 0, toast);
  g_object_unref (toast);
}
