/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-view-state.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PAGE (sanera_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (SaneraPage, sanera_page, SANERA, PAGE, AdwBin)

/**
 * SaneraPageClass:
 * @id: stable name, used in settings and actions: "recommendations"
 * @title: its title, marked with N_(): shown in the sidebar and the header
 * @icon_name: a symbolic icon for the sidebar
 * @tab_of: (nullable): id of the page whose tab it is: both have one place in the sidebar, and tabs
 *   above them; %NULL for a page with a place of its own
 * @tab_title: (nullable): its name among the tabs, marked with N_()
 * @set_connection: another connection is shown, or %NULL: none. Chain up first.
 * @set_search: (nullable): the text in the header's search entry changed; "" for none; %NULL:
 *   there is nothing to search in
 * @get_query: (transfer full) (nullable): what is shown now
 * @set_query: shows another query of the same list, as from a link
 * @get_count_query: (transfer full) (nullable): whose number of rows stands beside the page's name
 *   in the sidebar; %NULL: no number. Asked of the class: a page that has not been shown yet is not
 *   there yet.
 * @save_state: fills in what a rebuilt page needs
 * @restore_state: shows again what was saved; called after set_connection
 * @get_flyout: (transfer none) (nullable): the one flyout widget of the page; the window places it
 * @show_record: opens the record of this id in the flyout, as from a link; FALSE when not there
 * @refresh: the rows may have changed: look again without moving anything
 * @hidden_changed: (nullable): another page is shown now, or this one again
 * @flyout_closed: the flyout was closed (by whomever): give the focus back to the row
 * @set_tabs: takes the tabs that stand above the page (transfer floating)
 *
 * A page of the window. Pages get the focus by gtk_widget_grab_focus().
 */
struct _SaneraPageClass
{
  AdwBinClass parent_class;

  const char *id;
  const char *title;
  const char *icon_name;
  const char *tab_of;
  const char *tab_title;

  void (*set_connection) (SaneraPage *self, SaneraConnection *connection);
  void (*set_search) (SaneraPage *self, const char *text);
  SaneraQuery *(*get_query) (SaneraPage *self);
  void (*set_query) (SaneraPage *self, SaneraQuery *query);
  SaneraQuery *(*get_count_query) (SaneraPageClass *klass, SaneraConnection *connection);
  void (*save_state) (SaneraPage *self, SaneraPageState *state);
  void (*restore_state) (SaneraPage *self, const SaneraPageState *state);
  GtkWidget *(*get_flyout) (SaneraPage *self);
  gboolean (*show_record) (SaneraPage *self, const char *id);
  void (*refresh) (SaneraPage *self);
  void (*hidden_changed) (SaneraPage *self);
  void (*flyout_closed) (SaneraPage *self);
  void (*set_tabs) (SaneraPage *self, GtkWidget *tabs);

  gpointer padding[8];
};

/* Made by the window when it is first shown, with the construct-only property "settings" (GSettings
 * of the application). Properties: "connection", "flyout-open". Signals: "toast" (AdwToast);
 * "query-changed": it shows another query, and not because of sanera_page_set_search(). From inside
 * a page, these actions of the window lead elsewhere: "win.show-record" (ss: page id, record id),
 * "win.show-query" (ss: page id, query as text), "win.open-page" (s: page id), "win.close-flyout".
 */
const char *sanera_page_class_get_title (SaneraPageClass *klass);
const char *sanera_page_class_get_tab_title (SaneraPageClass *klass);
SaneraQuery *sanera_page_class_get_count_query (SaneraPageClass *klass,
                                                SaneraConnection *connection);
const char *sanera_page_get_id (SaneraPage *self);
const char *sanera_page_get_title (SaneraPage *self);
const char *sanera_page_get_tab_of (SaneraPage *self);
void sanera_page_set_tabs (SaneraPage *self, GtkWidget *tabs);
GtkWidget *sanera_page_get_tabs (SaneraPage *self);
GSettings *sanera_page_get_page_settings (SaneraPage *self);
SaneraConnection *sanera_page_get_connection (SaneraPage *self);
void sanera_page_set_connection (SaneraPage *self, SaneraConnection *connection);
gboolean sanera_page_can_search (SaneraPage *self);
void sanera_page_set_search (SaneraPage *self, const char *text);
SaneraQuery *sanera_page_get_query (SaneraPage *self);
void sanera_page_set_query (SaneraPage *self, SaneraQuery *query);
void sanera_page_save_state (SaneraPage *self, SaneraPageState *state);
void sanera_page_restore_state (SaneraPage *self, const SaneraPageState *state);
GtkWidget *sanera_page_get_flyout (SaneraPage *self);
void sanera_page_place_flyout (SaneraPage *self, GtkStack *stack);
gboolean sanera_page_show_record (SaneraPage *self, const char *id);
void sanera_page_refresh (SaneraPage *self);
void sanera_page_set_hidden (SaneraPage *self, gboolean hidden);
gboolean sanera_page_get_hidden (SaneraPage *self);
gboolean sanera_page_get_flyout_open (SaneraPage *self);
void sanera_page_open_flyout (SaneraPage *self);
void sanera_page_close_flyout (SaneraPage *self);
void sanera_page_add_toast (SaneraPage *self, AdwToast *toast);

G_END_DECLS
