/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-child-list.h"

#include <glib/gi18n.h>

#include "sanera-child-bar.h"
#include "sanera-child-columns.h"
#include "sanera-child-words.h"
#include "sanera-children.h"
#include "sanera-exports.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-list.h"
#include "sanera-records.h"
#include "sanera-tab-stop.h"
#include "sanera-words-error.h"

#define LIST_MAX_HEIGHT 300

/* A list that is longer than what is seen of it can be searched and sorted. */
#define SEARCH_MIN 10

/* While a list is in sight and its server is there, what was refused is asked for again: after so
 * long, then after twice as long, up to the longest. */
#define FIRST_RETRY_MS (5 * 1000)
#define LONGEST_RETRY_MS (300 * 1000)

/**
 * SaneraChildList:
 *
 * Nothing is read or fetched before a person opens it. What the cache has is shown at once; lists
 * that belong to one parent are then fetched unless they are there as they are on the server, and
 * as soon as there is one. Without it they say as of when they are, or that they are not here. What
 * the server refuses or fails at is said in words, and asked for again.
 */
struct _SaneraChildList
{
  AdwBin parent_instance;

  char *title;
  SaneraChildRowFunc describe;

  SaneraConnection *connection;
  SaneraQuery *query;
  SaneraQueryModel *model;
  GCancellable *fetching;
  GError *error; /* why it could not be fetched */
  guint first_retry_ms;
  guint longest_retry_ms;
  guint retry_ms; /* how long the next try waits */
  guint retry_id;
  gint64 count;
  gulong state_id; /* of the connection */
  gulong changed_id; /* of its cache */

  GtkExpander *expander;
  GtkLabel *message;
  GtkSpinner *spinner;
  GtkLabel *progress;
  GtkWidget *busy;
  SaneraChildBar *bar;
  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkWidget *copy;
  const char *copy_key; /* of what the rows are copied as; NULL: not at all */
  GCancellable *copying;
  GtkWidget *export;
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraChildList, sanera_child_list, ADW_TYPE_BIN)

static void
row_clear (SaneraChildRow *row)
{
  g_clear_pointer (&row->title, g_free);
  g_clear_pointer (&row->detail, g_free);
  g_clear_pointer (&row->uri, g_free);
}

static gboolean
has_rows (SaneraChildList *self)
{
  return self->model != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;
}

static gboolean
is_fetched_list (SaneraChildList *self)
{
  return self->query != NULL && sanera_query_get_parent (self->query) != NULL;
}

static gboolean
is_searched (SaneraChildList *self)
{
  return sanera_child_bar_is_searched (self->bar);
}

static void
update_heading (SaneraChildList *self, gboolean counted)
{
  g_autofree char *heading = NULL;
  gint64 count = self->count;

  if (counted || (count < 0 && has_rows (self)))
    count = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  if (count >= 0)
    {
      g_autofree char *number = sanera_language_number_short (count);

      /* Translators: a heading and how many there are: "Exposed devices (38)" */
      heading = g_strdup_printf (C_ ("heading with number", "%s (%s)"), self->title, number);
    }
  gtk_expander_set_label (self->expander, heading != NULL ? heading : self->title);
  /* GTK 4.8 does not name an expander by its label. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading != NULL ? heading : self->title, -1);
}

static void
update_busy (SaneraChildList *self, const char *progress)
{
  gtk_label_set_label (self->progress, progress != NULL ? progress : "");
  gtk_widget_set_visible (self->busy, progress != NULL);
  if (progress != NULL)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
}

static void
update (SaneraChildList *self)
{
  const gboolean rows = has_rows (self);
  const gboolean read = self->model != NULL && sanera_query_model_get_complete (self->model);
  const gboolean fetched_list = is_fetched_list (self) && self->model != NULL;
  g_autoptr (SaneraChildren) children = NULL;
  g_autofree char *message = NULL;
  g_autofree char *progress = NULL;
  SaneraChildSituation situation = { 0 };
  gboolean whole = !fetched_list;

  if (fetched_list)
    {
      situation.list = sanera_query_get_list (self->query);
      children =
          sanera_cache_lookup_children (sanera_connection_get_cache (self->connection),
                                        situation.list, sanera_query_get_parent (self->query));
      whole = children != NULL && sanera_children_is_complete (children);
      situation.children = children;
      situation.rows = g_list_model_get_n_items (G_LIST_MODEL (self->model));
      situation.expected = self->count;
      situation.fetching = self->fetching != NULL;
      situation.error = self->error;
      situation.now = g_get_real_time ();
      message = sanera_child_words_describe (&situation);
      /* What is here already is brought up to date without a word. */
      if (situation.fetching && !whole)
        progress = sanera_child_words_progress (&situation);
    }
  if (!is_searched (self))
    update_heading (self, read && whole);
  if (message == NULL && progress == NULL && !rows && read && (whole || is_searched (self)))
    message = g_strdup (is_searched (self) ? _ ("Nothing found") : C_ ("rows", "None"));
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  update_busy (self, progress);

  gtk_widget_set_visible (
      GTK_WIDGET (self->bar),
      is_searched (self) ||
          (rows && g_list_model_get_n_items (G_LIST_MODEL (self->model)) > SEARCH_MIN));
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), rows);
  gtk_widget_set_visible (self->copy, rows && self->copy_key != NULL);
  gtk_widget_set_visible (self->export, rows);
}

static void fetch (SaneraChildList *self);

static void plan_retry (SaneraChildList *self);

static gboolean
retry_cb (gpointer user_data)
{
  SaneraChildList *self = user_data;

  self->retry_id = 0;
  /* Without a server the next "online" asks; out of sight nobody needs it. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self->message)) &&
      sanera_connection_get_state (self->connection) == SANERA_STATE_ONLINE)
    fetch (self);
  else
    plan_retry (self);

  return G_SOURCE_REMOVE;
}

static void
plan_retry (SaneraChildList *self)
{
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add (self->retry_ms, retry_cb, self);
}

/* A person who asks for everything again (F5) waits no longer than for the rest. */
static void
forget_retry (SaneraChildList *self)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_ms = self->first_retry_ms;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraChildList *self = data;
  g_autoptr (GError) error = NULL;

  sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->fetching);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (self->error != NULL)
    g_debug ("Fetching the rows below %s failed: %s", sanera_query_get_parent (self->query),
             self->error->message);
  if (self->error != NULL)
    {
      plan_retry (self);
      self->retry_ms = MIN (self->retry_ms * 2, self->longest_retry_ms);
    }
  else
    forget_retry (self);
  update (self);
}

static void
fetch (SaneraChildList *self)
{
  if (!is_fetched_list (self) || self->fetching != NULL)
    return;

  self->fetching = g_cancellable_new ();
  sanera_connection_fetch_children_async (self->connection, sanera_query_get_list (self->query),
                                          sanera_query_get_parent (self->query), self->fetching,
                                          fetched_cb, self);
}

/* Again, when there is a server and what is here is not what it has. */
static void
fetch_again (SaneraChildList *self)
{
  if (sanera_connection_get_state (self->connection) == SANERA_STATE_ONLINE &&
      self->fetching == NULL &&
      !sanera_connection_children_fresh (self->connection, sanera_query_get_list (self->query),
                                         sanera_query_get_parent (self->query)))
    fetch (self);
}

static void
state_cb (SaneraChildList *self)
{
  fetch_again (self);
  update (self);
}

/* The row they belong to may have changed. What the server has just refused is not asked for again
 * because of that. */
/* The lists that say, as bits, when there may be others of @list. */
static guint
depends_on (SaneraList list)
{
  guint lists = 1u << sanera_list_get_info (list)->parent;

  return list == SANERA_LIST_INSTALLED_DEVICES ? lists | 1u << SANERA_LIST_DEVICES : lists;
}

static void
changed_cb (SaneraChildList *self, guint lists)
{
  SaneraList list = sanera_query_get_list (self->query);

  if ((lists & depends_on (list)) != 0 && self->error == NULL)
    fetch_again (self);
  else if ((lists & 1u << list) != 0)
    update (self);
}

static void
load (SaneraChildList *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autoptr (SaneraQuery) query = NULL;
  SaneraCache *cache;

  if (self->query == NULL || self->model != NULL)
    return;

  cache = sanera_connection_get_cache (self->connection);
  query = sanera_child_bar_apply (self->bar, self->query);
  self->model = sanera_query_model_new (cache, query);
  g_signal_connect_swapped (self->model, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (update), self);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  if (is_fetched_list (self))
    {
      self->state_id =
          g_signal_connect_swapped (self->connection, "notify::state", G_CALLBACK (state_cb), self);
      self->changed_id = g_signal_connect_swapped (cache, "changed", G_CALLBACK (changed_cb), self);
    }
  fetch (self);
  update (self);
}

static void
unload (SaneraChildList *self)
{
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  gtk_widget_set_sensitive (self->copy, TRUE);
  g_clear_error (&self->error);
  forget_retry (self);
  if (self->connection != NULL)
    {
      g_clear_signal_handler (&self->state_id, self->connection);
      g_clear_signal_handler (&self->changed_id, sanera_connection_get_cache (self->connection));
    }
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->model);
  g_clear_pointer (&self->query, sanera_query_unref);
  g_clear_object (&self->connection);
}

/* Other rows, or another order: the person looks from the top again. */
static void
bar_cb (SaneraChildList *self)
{
  g_autoptr (SaneraQuery) query = NULL;

  if (self->model == NULL)
    return;
  query = sanera_child_bar_apply (self->bar, self->query);
  sanera_query_model_set_query (self->model, query);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update (self);
}

static void
expanded_cb (SaneraChildList *self)
{
  if (gtk_expander_get_expanded (self->expander))
    load (self);
}

/* Rows */

static void
fill_row (GtkListItem *item)
{
  SaneraChildList *self = g_object_get_data (G_OBJECT (item), "sanera-list");
  SaneraRecord *record = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *title = gtk_widget_get_first_child (box);
  GtkWidget *detail = gtk_widget_get_last_child (box);
  GtkWidget *row_widget = gtk_widget_get_parent (box);
  SaneraChildRow row = { NULL };
  g_autofree char *name = NULL;

  if (record == NULL || sanera_record_get_id (record) == NULL)
    return;

  self->describe (record, &row);
  if (row.uri != NULL)
    {
      g_autofree char *markup =
          g_markup_printf_escaped ("<a href=\"%s\">%s</a>", row.uri, row.title);

      gtk_label_set_markup (GTK_LABEL (title), markup);
    }
  else
    gtk_label_set_text (GTK_LABEL (title), row.title);
  gtk_label_set_text (GTK_LABEL (detail), row.detail != NULL ? row.detail : "");
  gtk_widget_set_visible (detail, row.detail != NULL && *row.detail != '\0');

  name =
      row.detail != NULL ? g_strdup_printf ("%s, %s", row.title, row.detail) : g_strdup (row.title);
  if (row_widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row_widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
  row_clear (&row);
}

static gboolean
link_cb (GtkLabel *label, const char *uri, SaneraChildList *self)
{
  if (!g_str_has_prefix (uri, "sanera:"))
    return FALSE;

  g_signal_emit (self, signals[SIGNAL_OPEN], 0, uri + strlen ("sanera:"));
  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraChildList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 40);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  g_signal_connect (title, "activate-link", G_CALLBACK (link_cb), self);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (detail), 40);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (detail), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (detail, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  g_object_set_data (G_OBJECT (item), "sanera-list", self);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraChildList *self)
{
  g_signal_connect_swapped (gtk_list_item_get_item (item), "notify", G_CALLBACK (fill_row), item);
  fill_row (item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraChildList *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), fill_row, item);
}

static void
toast (SaneraChildList *self, const char *text)
{
  GtkWidget *flyout = gtk_widget_get_ancestor (GTK_WIDGET (self), SANERA_TYPE_FLYOUT);

  if (flyout != NULL)
    sanera_flyout_add_toast (SANERA_FLYOUT (flyout), adw_toast_new (text));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraChildList *self = data;
  g_autoptr (GError) error = NULL;
  guint n;
  g_autofree char *lines =
      sanera_records_read_lines_finish (SANERA_CACHE (source), result, &n, &error);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->copying);
  gtk_widget_set_sensitive (self->copy, TRUE);
  if (lines == NULL)
    {
      g_autofree char *words = sanera_words_error (error);

      toast (self, words);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), lines);
  number = sanera_language_number (n);
  text = g_strdup_printf (ngettext ("Copied %s row", "Copied %s rows", n), number);
  toast (self, text);
}

/* All of them, also what was never on the screen, and the person is told how many. */
static void
copy_cb (SaneraChildList *self)
{
  if (self->model == NULL || self->copying != NULL)
    return;

  self->copying = g_cancellable_new ();
  gtk_widget_set_sensitive (self->copy, FALSE);
  sanera_records_read_lines_async (sanera_connection_get_cache (self->connection),
                                   sanera_query_model_get_query (self->model), self->copy_key,
                                   self->copying, copied_cb, self);
}

static void
export_cb (SaneraChildList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *flyout = gtk_widget_get_ancestor (GTK_WIDGET (self), SANERA_TYPE_FLYOUT);
  g_autofree char *title = NULL;
  g_autoptr (SaneraExportSource) source = NULL;

  if (self->model == NULL || !GTK_IS_WINDOW (root))
    return;

  title = g_strdup_printf ("%s %s", self->title,
                           flyout != NULL ? sanera_flyout_get_title (SANERA_FLYOUT (flyout)) : "");
  source = sanera_export_source_new_for_rows (
      self->connection, title, sanera_query_model_get_query (self->model),
      g_list_model_get_n_items (G_LIST_MODEL (self->model)), gtk_label_get_label (self->message));
  sanera_exports_ask (sanera_exports_get (GTK_WINDOW (root)), source);
}

static void
sanera_child_list_dispose (GObject *object)
{
  SaneraChildList *self = SANERA_CHILD_LIST (object);

  if (self->view != NULL)
    unload (self);
  self->view = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (sanera_child_list_parent_class)->dispose (object);
}

static void
sanera_child_list_finalize (GObject *object)
{
  g_free (SANERA_CHILD_LIST (object)->title);

  G_OBJECT_CLASS (sanera_child_list_parent_class)->finalize (object);
}

static void
sanera_child_list_class_init (SaneraChildListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_child_list_dispose;
  object_class->finalize = sanera_child_list_finalize;

  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sanera_child_list_init (SaneraChildList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->count = -1;
  self->first_retry_ms = FIRST_RETRY_MS;
  self->longest_retry_ms = LONGEST_RETRY_MS;
  self->retry_ms = FIRST_RETRY_MS;
  self->expander = GTK_EXPANDER (gtk_expander_new (NULL));
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self);

  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->message, 0);
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_max_width_chars (self->message, 40);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));

  self->busy = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_box_append (GTK_BOX (self->busy), GTK_WIDGET (self->spinner));
  self->progress = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->progress, TRUE);
  gtk_box_append (GTK_BOX (self->busy), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), self->busy);

  self->bar = sanera_child_bar_new ();
  g_signal_connect_swapped (self->bar, "changed", G_CALLBACK (bar_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "sanera-child-list");
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (self->scroller, TRUE);
  gtk_scrolled_window_set_max_content_height (self->scroller, LIST_MAX_HEIGHT);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  gtk_box_append (GTK_BOX (box), sanera_tab_stop_new (GTK_WIDGET (self->scroller)));

  /* One below the other: names of two buttons beside each other are wider than the flyout. */
  self->copy = gtk_button_new ();
  gtk_widget_set_halign (self->copy, GTK_ALIGN_START);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (box), self->copy);
  self->export = gtk_button_new_with_label (_ ("Export to CSV…"));
  gtk_widget_set_halign (self->export, GTK_ALIGN_START);
  g_signal_connect_swapped (self->export, "clicked", G_CALLBACK (export_cb), self);
  gtk_box_append (GTK_BOX (box), self->export);

  gtk_expander_set_child (self->expander, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->expander));
}

/**
 * sanera_child_list_new:
 * @title: what the rows are, translated
 * @describe: puts a row together
 *
 * Returns: (transfer floating): an empty list, closed
 */
SaneraChildList *
sanera_child_list_new (const char *title, SaneraChildRowFunc describe)
{
  SaneraChildList *self = g_object_new (SANERA_TYPE_CHILD_LIST, NULL);

  self->title = g_strdup (title);
  self->describe = describe;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  update (self);
  return self;
}

/**
 * sanera_child_list_set_copy:
 * @self: a child list
 * @label: label of a button that copies all rows, a line each
 * @key: JSON key of the text that a row is copied as; lives for ever
 *
 * Adds that button.
 */
void
sanera_child_list_set_copy (SaneraChildList *self, const char *label, const char *key)
{
  g_return_if_fail (SANERA_IS_CHILD_LIST (self));
  g_return_if_fail (label != NULL && key != NULL);

  self->copy_key = key;
  gtk_button_set_label (GTK_BUTTON (self->copy), label);
}

/**
 * sanera_child_list_show:
 * @self: a child list
 * @connection: (nullable): where the rows come from
 * @query: (nullable): which rows; one with a parent is fetched when it is opened
 *
 * Shows other rows; keeps whether it is open.
 */
void
sanera_child_list_show (SaneraChildList *self, SaneraConnection *connection, SaneraQuery *query)
{
  g_return_if_fail (SANERA_IS_CHILD_LIST (self));

  unload (self);
  sanera_child_bar_clear_search (self->bar);
  self->count = -1;
  if (connection != NULL && query != NULL)
    {
      sanera_child_bar_set_list (self->bar, sanera_query_get_list (query));
      self->connection = g_object_ref (connection);
      self->query = sanera_query_ref (query);
      expanded_cb (self);
    }
  update (self);
}

/**
 * sanera_child_list_set_retry:
 * @self: a child list that shows nothing yet
 * @first_ms: after how many milliseconds what was refused is asked for again
 * @longest_ms: the longest that each further try waits, twice as long as the one before
 *
 * For tests, which do not wait as long as a server needs to recover.
 */
void
sanera_child_list_set_retry (SaneraChildList *self, guint first_ms, guint longest_ms)
{
  g_return_if_fail (SANERA_IS_CHILD_LIST (self));

  self->first_retry_ms = first_ms;
  self->longest_retry_ms = longest_ms;
  self->retry_ms = first_ms;
}

/**
 * sanera_child_list_get_retry:
 * @self: a child list
 *
 * Returns: how many milliseconds the try after the next refusal waits
 */
guint
sanera_child_list_get_retry (SaneraChildList *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_LIST (self), 0);

  return self->retry_ms;
}

/**
 * sanera_child_list_set_count:
 * @self: a child list
 * @count: how many rows there are as far as the record knows; -1: not known
 *
 * Sets the number in the heading for as long as the rows are not there.
 */
void
sanera_child_list_set_count (SaneraChildList *self, gint64 count)
{
  g_return_if_fail (SANERA_IS_CHILD_LIST (self));

  self->count = count;
  update (self);
}

/**
 * sanera_child_list_get_query:
 * @self: a child list
 *
 * Returns: (transfer none) (nullable): which rows it shows
 */
SaneraQuery *
sanera_child_list_get_query (SaneraChildList *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_LIST (self), NULL);

  return self->query;
}

/**
 * sanera_child_list_get_model:
 * @self: a child list
 *
 * Returns: (transfer none) (nullable): its rows; %NULL before it was opened
 */
SaneraQueryModel *
sanera_child_list_get_model (SaneraChildList *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_LIST (self), NULL);

  return self->model;
}

/**
 * sanera_child_list_get_expander:
 * @self: a child list
 *
 * Returns: (transfer none): what opens it
 */
GtkExpander *
sanera_child_list_get_expander (SaneraChildList *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_LIST (self), NULL);

  return self->expander;
}

/**
 * sanera_child_list_get_message:
 * @self: a child list
 *
 * Returns: (transfer none): what it says about its rows, "" for nothing
 */
const char *
sanera_child_list_get_message (SaneraChildList *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_LIST (self), "");

  return gtk_label_get_label (self->message);
}
