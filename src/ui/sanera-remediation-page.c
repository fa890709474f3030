/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-remediation-page.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-activity-flyout.h"
#include "sanera-language.h"
#include "sanera-live-count.h"
#include "sanera-tenant-words.h"

struct _SaneraRemediationPage
{
  SaneraListPage parent_instance;

  GtkLabel *heading;
  SaneraLiveCount *active;
};

G_DEFINE_FINAL_TYPE (SaneraRemediationPage, sanera_remediation_page, SANERA_TYPE_LIST_PAGE)

static SaneraQuery *
create_active_query (void)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);

  return sanera_query_with_filter (all, "status", (const char *const[]){ "Active", NULL });
}

static void
counted_cb (gint64 count, gpointer data)
{
  SaneraRemediationPage *self = data;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (count < 0)
    {
      gtk_label_set_label (self->heading, "");
      return;
    }

  number = sanera_language_number (count);
  text = g_strdup_printf (
      ngettext ("%s activity in progress", "%s activities in progress", (gulong)count), number);
  gtk_label_set_label (self->heading, text);
}

static void
begin_counting (SaneraRemediationPage *self, SaneraConnection *connection)
{
  g_autoptr (SaneraQuery) active = create_active_query ();

  g_clear_pointer (&self->active, sanera_live_count_free);
  gtk_label_set_label (self->heading, "");
  if (connection != NULL)
    self->active =
        sanera_live_count_new (sanera_connection_get_cache (connection), active, counted_cb, self);
}

static void
sanera_remediation_page_set_connection (SaneraPage *page, SaneraConnection *connection)
{
  SANERA_PAGE_CLASS (sanera_remediation_page_parent_class)->set_connection (page, connection);

  begin_counting (SANERA_REMEDIATION_PAGE (page), connection);
}

static SaneraQuery *
sanera_remediation_page_get_count_query (SaneraPageClass *klass, SaneraConnection *connection)
{
  return create_active_query ();
}

static SaneraQuery *
sanera_remediation_page_create_query (void)
{
  return sanera_query_new (SANERA_LIST_ACTIVITIES);
}

static SaneraFlyout *
sanera_remediation_page_create_flyout (SaneraListPage *page)
{
  return sanera_activity_flyout_new ();
}

static void
sanera_remediation_page_set_empty (SaneraListPage *page, SaneraListStatus *status)
{
  if (sanera_tenant_words_set_empty (sanera_page_get_connection (SANERA_PAGE (page)), status,
                                     _ ("No remediation activities"), "RemediationTasks.Read.All"))
    return;

  sanera_list_status_set_empty (
      status, _ ("No remediation activities"),
      _ ("Choose Remediation options on a security recommendation to request its remediation."),
      _ ("Show security recommendations"), "win.open-page",
      g_variant_new_string ("recommendations"));
}

static char *
sanera_remediation_page_describe_count (guint n)
{
  g_autofree char *number = sanera_language_number (n);

  return g_strdup_printf (ngettext ("%s activity", "%s activities", n), number);
}

static void
sanera_remediation_page_add_bulk (SaneraListPage *page, SaneraSelectionPane *pane)
{
  sanera_selection_pane_add_action (pane, _ ("Mark as complete"), "row.complete-selected",
                                    "complete");
}

static void
sanera_remediation_page_constructed (GObject *object)
{
  SaneraRemediationPage *self = SANERA_REMEDIATION_PAGE (object);

  G_OBJECT_CLASS (sanera_remediation_page_parent_class)->constructed (object);

  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->heading, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "sanera-list-heading");
  sanera_list_page_set_heading (SANERA_LIST_PAGE (self), GTK_WIDGET (self->heading));
}

static void
sanera_remediation_page_dispose (GObject *object)
{
  g_clear_pointer (&SANERA_REMEDIATION_PAGE (object)->active, sanera_live_count_free);

  G_OBJECT_CLASS (sanera_remediation_page_parent_class)->dispose (object);
}

static void
sanera_remediation_page_class_init (SaneraRemediationPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);
  SaneraListPageClass *list_class = SANERA_LIST_PAGE_CLASS (klass);

  object_class->constructed = sanera_remediation_page_constructed;
  object_class->dispose = sanera_remediation_page_dispose;

  page_class->id = "remediation";
  /* Translators: title of a page, a noun: activities and exceptions */
  page_class->title = N_ ("Remediation");
  page_class->icon_name = "sanera-remediation-symbolic";
  /* Translators: a tab: the remediation activities */
  page_class->tab_title = N_ ("Activities");
  page_class->set_connection = sanera_remediation_page_set_connection;
  page_class->get_count_query = sanera_remediation_page_get_count_query;

  list_class->list = SANERA_LIST_ACTIVITIES;
  list_class->columns = sanera_activity_columns;
  list_class->n_columns = sanera_n_activity_columns;
  list_class->filters = sanera_activity_filters;
  list_class->n_filters = sanera_n_activity_filters;
  list_class->default_order_words = N_ ("in progress first, then by due date");
  list_class->create_query = sanera_remediation_page_create_query;
  list_class->create_flyout = sanera_remediation_page_create_flyout;
  list_class->set_empty = sanera_remediation_page_set_empty;
  list_class->describe_count = sanera_remediation_page_describe_count;
  list_class->add_bulk = sanera_remediation_page_add_bulk;
}

static void
sanera_remediation_page_init (SaneraRemediationPage *self)
{
}

/**
 * sanera_remediation_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_remediation_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_REMEDIATION_PAGE, "settings", settings, NULL);
}
