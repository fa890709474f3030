/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-recommendations-page.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-recommendation-flyout.h"
#include "sanera-tenant-words.h"

struct _SaneraRecommendationsPage
{
  SaneraListPage parent_instance;
};

G_DEFINE_FINAL_TYPE (SaneraRecommendationsPage, sanera_recommendations_page, SANERA_TYPE_LIST_PAGE)

/* What is to be done, the worst first. */
static SaneraQuery *
sanera_recommendations_page_create_query (void)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) open = sanera_query_with_filter (
      all, "status", (const char *const[]){ "Active", "PartialException", NULL });
  g_autoptr (SaneraQuery) exposed =
      sanera_query_with_filter (open, "exposed", (const char *const[]){ "yes", NULL });

  return sanera_query_with_order (exposed, "exposureSum", TRUE);
}

static SaneraFlyout *
sanera_recommendations_page_create_flyout (SaneraListPage *page)
{
  return sanera_recommendation_flyout_new ();
}

static void
sanera_recommendations_page_set_empty (SaneraListPage *page, SaneraListStatus *status)
{
  if (sanera_tenant_words_set_empty (sanera_page_get_connection (SANERA_PAGE (page)), status,
                                     _ ("No security recommendations"), NULL))
    return;

  sanera_list_status_set_empty (status, _ ("No security recommendations"),
                                _ ("Import the report of a scanner to see what to fix."),
                                _ ("Import scan…"), "win.import", NULL);
}

static char *
sanera_recommendations_page_describe_count (guint n)
{
  g_autofree char *number = sanera_language_number (n);

  return g_strdup_printf (ngettext ("%s recommendation", "%s recommendations", n), number);
}

static void
sanera_recommendations_page_add_bulk (SaneraListPage *page, SaneraSelectionPane *pane)
{
  sanera_selection_pane_add_action (pane, _ ("Request remediation…"), "row.request-selected",
                                    "request");
  sanera_selection_pane_add_action (pane, _ ("Exception options…"), "row.except-selected",
                                    "except");
}

static void
sanera_recommendations_page_class_init (SaneraRecommendationsPageClass *klass)
{
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);
  SaneraListPageClass *list_class = SANERA_LIST_PAGE_CLASS (klass);

  page_class->id = "recommendations";
  page_class->title = N_ ("Security recommendations");
  page_class->icon_name = "sanera-recommendations-symbolic";

  list_class->list = SANERA_LIST_RECOMMENDATIONS;
  list_class->columns = sanera_recommendation_columns;
  list_class->n_columns = sanera_n_recommendation_columns;
  list_class->filters = sanera_recommendation_filters;
  list_class->n_filters = sanera_n_recommendation_filters;
  list_class->create_query = sanera_recommendations_page_create_query;
  list_class->create_flyout = sanera_recommendations_page_create_flyout;
  list_class->set_empty = sanera_recommendations_page_set_empty;
  list_class->describe_count = sanera_recommendations_page_describe_count;
  list_class->add_bulk = sanera_recommendations_page_add_bulk;
}

static void
sanera_recommendations_page_init (SaneraRecommendationsPage *self)
{
}

/**
 * sanera_recommendations_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_recommendations_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_RECOMMENDATIONS_PAGE, "settings", settings, NULL);
}
