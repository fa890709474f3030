/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exceptions-page.h"

#include <glib/gi18n.h>

#include "sanera-exception-columns.h"
#include "sanera-exception-flyout.h"
#include "sanera-language.h"
#include "sanera-live-count.h"

struct _SaneraExceptionsPage
{
  SaneraListPage parent_instance;

  GtkLabel *heading;
  SaneraLiveCount *live;
  SaneraLiveCount *soon;
  gint64 n_live; /* -1: not known */
  gint64 n_soon;
};

G_DEFINE_FINAL_TYPE (SaneraExceptionsPage, sanera_exceptions_page, SANERA_TYPE_LIST_PAGE)

static SaneraQuery *
create_live_query (void)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_EXCEPTIONS);

  return sanera_query_with_filter (all, "status",
                                   (const char *const[]){ "InEffect", "Suspended", NULL });
}

static SaneraQuery *
create_soon_query (void)
{
  g_autoptr (SaneraQuery) live = create_live_query ();

  return sanera_query_with_filter (live, "expires", (const char *const[]){ "soon", NULL });
}

static void
show_heading (SaneraExceptionsPage *self)
{
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (self->n_live < 0)
    {
      gtk_label_set_label (self->heading, "");
      return;
    }

  number = sanera_language_number (self->n_live);
  text = g_strdup_printf (
      ngettext ("%s active exception", "%s active exceptions", (gulong)self->n_live), number);
  if (self->n_soon > 0)
    {
      g_autofree char *soon = sanera_language_number (self->n_soon);
      g_autofree char *ending = NULL;
      g_autofree char *both = NULL;

      ending = g_strdup_printf (
          ngettext ("%s ends within 14 days", "%s end within 14 days", (gulong)self->n_soon), soon);
      /* Translators: "9 active exceptions, 2 end within 14 days" */
      both = g_strdup_printf (C_ ("exceptions", "%s, %s"), text, ending);
      gtk_label_set_label (self->heading, both);
      return;
    }
  gtk_label_set_label (self->heading, text);
}

static void
soon_counted_cb (gint64 count, gpointer data)
{
  SaneraExceptionsPage *self = data;

  self->n_soon = count;
  show_heading (self);
}

static void
live_counted_cb (gint64 count, gpointer data)
{
  SaneraExceptionsPage *self = data;

  self->n_live = count;
  show_heading (self);
}

static void
stop_counting (SaneraExceptionsPage *self)
{
  g_clear_pointer (&self->live, sanera_live_count_free);
  g_clear_pointer (&self->soon, sanera_live_count_free);
}

static void
begin_counting (SaneraExceptionsPage *self, SaneraConnection *connection)
{
  SaneraCache *cache = connection != NULL ? sanera_connection_get_cache (connection) : NULL;
  g_autoptr (SaneraQuery) live = create_live_query ();
  g_autoptr (SaneraQuery) soon = create_soon_query ();

  stop_counting (self);
  self->n_live = self->n_soon = -1;
  show_heading (self);
  if (cache == NULL)
    return;

  self->live = sanera_live_count_new (cache, live, live_counted_cb, self);
  self->soon = sanera_live_count_new (cache, soon, soon_counted_cb, self);
}

static void
sanera_exceptions_page_set_connection (SaneraPage *page, SaneraConnection *connection)
{
  SANERA_PAGE_CLASS (sanera_exceptions_page_parent_class)->set_connection (page, connection);

  begin_counting (SANERA_EXCEPTIONS_PAGE (page), connection);
}

static SaneraQuery *
sanera_exceptions_page_get_count_query (SaneraPageClass *klass, SaneraConnection *connection)
{
  return create_live_query ();
}

static SaneraQuery *
sanera_exceptions_page_create_query (void)
{
  return sanera_query_new (SANERA_LIST_EXCEPTIONS);
}

static SaneraFlyout *
sanera_exceptions_page_create_flyout (SaneraListPage *page)
{
  return sanera_exception_flyout_new ();
}

static void
sanera_exceptions_page_set_empty (SaneraListPage *page, SaneraListStatus *status)
{
  const SaneraCacheInfo *info = NULL;
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (page));

  if (connection != NULL)
    info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  if (info != NULL && info->tenant)
    {
      sanera_list_status_set_empty (
          status, _ ("No exceptions"),
          _ ("Microsoft’s interface does not tell them. A recommendation with an exception says so "
             "in its status."),
          NULL, NULL, NULL);
      return;
    }
  sanera_list_status_set_empty (
      status, _ ("No exceptions"),
      _ ("Choose Exception options on a security recommendation to set it aside for a time."),
      _ ("Show security recommendations"), "win.open-page",
      g_variant_new_string ("recommendations"));
}

static char *
sanera_exceptions_page_describe_count (guint n)
{
  g_autofree char *number = sanera_language_number (n);

  return g_strdup_printf (ngettext ("%s exception", "%s exceptions", n), number);
}

static void
sanera_exceptions_page_constructed (GObject *object)
{
  SaneraExceptionsPage *self = SANERA_EXCEPTIONS_PAGE (object);

  G_OBJECT_CLASS (sanera_exceptions_page_parent_class)->constructed (object);

  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->heading, 0);
  gtk_label_set_wrap (self->heading, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "sanera-list-heading");
  sanera_list_page_set_heading (SANERA_LIST_PAGE (self), GTK_WIDGET (self->heading));
}

static void
sanera_exceptions_page_dispose (GObject *object)
{
  stop_counting (SANERA_EXCEPTIONS_PAGE (object));

  G_OBJECT_CLASS (sanera_exceptions_page_parent_class)->dispose (object);
}

static void
sanera_exceptions_page_class_init (SaneraExceptionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);
  SaneraListPageClass *list_class = SANERA_LIST_PAGE_CLASS (klass);

  object_class->constructed = sanera_exceptions_page_constructed;
  object_class->dispose = sanera_exceptions_page_dispose;

  page_class->id = "exceptions";
  /* Translators: a tab and its list */
  page_class->title = N_ ("Exceptions");
  page_class->icon_name = "sanera-remediation-symbolic";
  page_class->tab_of = "remediation";
  page_class->tab_title = N_ ("Exceptions");
  page_class->set_connection = sanera_exceptions_page_set_connection;
  page_class->get_count_query = sanera_exceptions_page_get_count_query;

  list_class->list = SANERA_LIST_EXCEPTIONS;
  list_class->columns = sanera_exception_columns;
  list_class->n_columns = sanera_n_exception_columns;
  list_class->filters = sanera_exception_filters;
  list_class->n_filters = sanera_n_exception_filters;
  list_class->default_order_words = N_ ("those in effect first, then by last day");
  list_class->create_query = sanera_exceptions_page_create_query;
  list_class->create_flyout = sanera_exceptions_page_create_flyout;
  list_class->set_empty = sanera_exceptions_page_set_empty;
  list_class->describe_count = sanera_exceptions_page_describe_count;
}

static void
sanera_exceptions_page_init (SaneraExceptionsPage *self)
{
}

/**
 * sanera_exceptions_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_exceptions_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_EXCEPTIONS_PAGE, "settings", settings, NULL);
}
