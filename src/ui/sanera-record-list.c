/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-record-list.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-tab-stop.h"
#include "sanera-words-error.h"

struct _SaneraRecordList
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *view;
  AdwStatusPage *empty_page;
  AdwStatusPage *error_page;
  GtkSpinner *spinner;
  GtkLabel *count_label;
  GtkButton *more_button;

  GListStore *records;
  char *next; /* NULL: these are all */
  gboolean loading;
  GCancellable *cancellable;

  SaneraRecordListFetch fetch;
  SaneraRecordListBind bind;
  SaneraRecordListButton button;
  gpointer user_data; /* who made the list, and owns it */
};

enum
{
  SIGNAL_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraRecordList, sanera_record_list, ADW_TYPE_BIN)

static void
update (SaneraRecordList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->records));
  g_autofree char *number = sanera_language_number (n);
  g_autofree char *words =
      self->next != NULL
          /* Translators: of a list that goes on; %s is a number */
          ? g_strdup_printf (ngettext ("The newest %s entry", "The newest %s entries", n), number)
          : g_strdup_printf (ngettext ("%s entry", "%s entries", n), number);

  gtk_label_set_label (self->count_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), self->next != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->more_button), !self->loading);
  gtk_spinner_set_spinning (self->spinner, self->loading);
}

static void
show_error (SaneraRecordList *self, const GError *error)
{
  g_autofree char *words = sanera_words_error (error);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_status_page_set_description (self->error_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRecordList *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraRecordPage) page =
      sanera_connection_list_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  self->loading = FALSE;
  if (page == NULL)
    {
      show_error (self, error);
      update (self);
      return;
    }

  g_list_store_splice (self->records, g_list_model_get_n_items (G_LIST_MODEL (self->records)), 0,
                       page->records->pdata, page->records->len);
  g_free (self->next);
  self->next = g_steal_pointer (&page->next);
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->records)) > 0 ? "list" : "empty");
  update (self);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static void
fetch_next (SaneraRecordList *self)
{
  self->loading = TRUE;
  update (self);
  self->fetch (self, self->next, self->cancellable, fetched_cb, self);
}

static void
more_cb (SaneraRecordList *self)
{
  if (!self->loading && self->next != NULL)
    fetch_next (self);
}

static void
button_cb (SaneraRecordRow *row, SaneraRecordList *self)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (row), "list-item");

  if (self->button != NULL && gtk_list_item_get_item (item) != NULL)
    self->button (gtk_list_item_get_item (item), self->user_data);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraRecordList *self)
{
  GtkWidget *row = sanera_record_row_new ();

  /* The item outlives the row, which is its child. */
  g_object_set_data (G_OBJECT (row), "list-item", item);
  g_signal_connect_object (row, "button-clicked", G_CALLBACK (button_cb), self, 0);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraRecordList *self)
{
  self->bind (SANERA_RECORD_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
              self->user_data);
}

static void
sanera_record_list_dispose (GObject *object)
{
  SaneraRecordList *self = SANERA_RECORD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sanera_record_list_parent_class)->dispose (object);
}

static void
sanera_record_list_finalize (GObject *object)
{
  SaneraRecordList *self = SANERA_RECORD_LIST (object);

  g_clear_object (&self->records);
  g_free (self->next);

  G_OBJECT_CLASS (sanera_record_list_parent_class)->finalize (object);
}

static void
sanera_record_list_class_init (SaneraRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_record_list_dispose;
  object_class->finalize = sanera_record_list_finalize;

  /**
   * SaneraRecordList::loaded:
   * @self: the list
   *
   * A page has come.
   */
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_list (SaneraRecordList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->records)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (model), factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);

  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count_label, 0);
  gtk_label_set_wrap (self->count_label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count_label), TRUE);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->more_button = GTK_BUTTON (gtk_button_new_with_label (_ ("Show more")));
  g_signal_connect_object (self->more_button, "clicked", G_CALLBACK (more_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (foot, "sanera-list-foot");
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->count_label));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->more_button));

  gtk_box_append (GTK_BOX (box), sanera_tab_stop_new (scrolled));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), foot);
  return box;
}

static void
sanera_record_list_init (SaneraRecordList *self)
{
  GtkWidget *loading = gtk_spinner_new ();
  GtkWidget *retry = gtk_button_new_with_label (_ ("Try again"));

  self->records = g_list_store_new (SANERA_TYPE_RECORD);
  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());

  gtk_spinner_start (GTK_SPINNER (loading));
  gtk_widget_set_size_request (loading, 32, 32);
  gtk_widget_set_halign (loading, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (loading, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (loading), GTK_ACCESSIBLE_PROPERTY_LABEL,
      /* Translators: said by a screen reader of a row that is not read yet */
      _ ("Loading…"), -1);

  self->empty_page = ADW_STATUS_PAGE (adw_status_page_new ());
  self->error_page = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->error_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->error_page, _ ("The list could not be loaded"));
  gtk_widget_add_css_class (retry, "pill");
  gtk_widget_set_halign (retry, GTK_ALIGN_CENTER);
  g_signal_connect_object (retry, "clicked", G_CALLBACK (sanera_record_list_load), self,
                           G_CONNECT_SWAPPED);
  adw_status_page_set_child (self->error_page, retry);

  gtk_stack_add_named (self->stack, loading, "loading");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty_page), "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->error_page), "error");
  gtk_stack_add_named (self->stack, make_list (self), "list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * sanera_record_list_new:
 * @label: what the list is, for screen readers
 * @fetch: asks for a page
 * @bind: says what a row is about
 * @button: (nullable): the button of a row was clicked
 * @user_data: for the three; must outlive the list
 *
 * Returns: (transfer floating): a list that has not asked for anything yet
 */
GtkWidget *
sanera_record_list_new (const char *label,
                        SaneraRecordListFetch fetch,
                        SaneraRecordListBind bind,
                        SaneraRecordListButton button,
                        gpointer user_data)
{
  SaneraRecordList *self = g_object_new (SANERA_TYPE_RECORD_LIST, NULL);

  self->fetch = fetch;
  self->bind = bind;
  self->button = button;
  self->user_data = user_data;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * sanera_record_list_set_empty:
 * @self: a list
 * @icon_name: an icon
 * @title: what is said when there is nothing
 * @description: (nullable): and what may be done about it
 */
void
sanera_record_list_set_empty (SaneraRecordList *self,
                              const char *icon_name,
                              const char *title,
                              const char *description)
{
  g_return_if_fail (SANERA_IS_RECORD_LIST (self));

  adw_status_page_set_icon_name (self->empty_page, icon_name);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
}

/**
 * sanera_record_list_set_empty_child:
 * @self: a list
 * @child: the one thing that helps when there is nothing, such as a button
 *
 * Shows @child below the words of sanera_record_list_set_empty().
 */
void
sanera_record_list_set_empty_child (SaneraRecordList *self, GtkWidget *child)
{
  g_return_if_fail (SANERA_IS_RECORD_LIST (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  adw_status_page_set_child (self->empty_page, child);
}

/**
 * sanera_record_list_load:
 * @self: a list
 *
 * Asks for everything anew; what was under way is given up.
 */
void
sanera_record_list_load (SaneraRecordList *self)
{
  g_return_if_fail (SANERA_IS_RECORD_LIST (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->next, g_free);
  g_list_store_remove_all (self->records);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  fetch_next (self);
}

/**
 * sanera_record_list_get_records:
 * @self: a list
 *
 * Returns: (transfer none): what has been loaded, of #SaneraRecord
 */
GListModel *
sanera_record_list_get_records (SaneraRecordList *self)
{
  g_return_val_if_fail (SANERA_IS_RECORD_LIST (self), NULL);

  return G_LIST_MODEL (self->records);
}

/**
 * sanera_record_list_get_loading:
 * @self: a list
 *
 * Returns: whether it waits for the server
 */
gboolean
sanera_record_list_get_loading (SaneraRecordList *self)
{
  g_return_val_if_fail (SANERA_IS_RECORD_LIST (self), FALSE);

  return self->loading;
}
