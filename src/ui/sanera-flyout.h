/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_FLYOUT (sanera_flyout_get_type ())

G_DECLARE_DERIVABLE_TYPE (SaneraFlyout, sanera_flyout, SANERA, FLYOUT, AdwBin)

/**
 * SaneraFlyoutClass:
 * @set_connection: another connection, or %NULL
 * @show: another record, or %NULL; @update follows when there is one
 * @update: fills in what the record says now; called again whenever it changes
 *
 * What stands beside a list: one record in full. Signals: "move" (int by): a person wants the
 * previous (-1) or the next (1) row; "toast" (AdwToast): it has something to say.
 */
struct _SaneraFlyoutClass
{
  AdwBinClass parent_class;

  void (*set_connection) (SaneraFlyout *self, SaneraConnection *connection);
  void (*show) (SaneraFlyout *self, SaneraRecord *record);
  void (*update) (SaneraFlyout *self, SaneraRecord *record);

  gpointer padding[4];
};

void sanera_flyout_set_connection (SaneraFlyout *self, SaneraConnection *connection);
SaneraConnection *sanera_flyout_get_connection (SaneraFlyout *self);
void sanera_flyout_set_record (SaneraFlyout *self, SaneraRecord *record);
SaneraRecord *sanera_flyout_get_record (SaneraFlyout *self);
void sanera_flyout_move (SaneraFlyout *self, int by);
void sanera_flyout_set_movable (SaneraFlyout *self, gboolean previous, gboolean next);
void sanera_flyout_focus_heading (SaneraFlyout *self);
void sanera_flyout_set_pane (SaneraFlyout *self, GtkWidget *pane);
GtkWidget *sanera_flyout_get_pane (SaneraFlyout *self);
void sanera_flyout_add_toast (SaneraFlyout *self, AdwToast *toast);

/* For subclasses */
void sanera_flyout_set_title (SaneraFlyout *self, const char *title);
const char *sanera_flyout_get_title (SaneraFlyout *self);
void sanera_flyout_set_tags (SaneraFlyout *self, const char *const *tags);
void sanera_flyout_set_notice (SaneraFlyout *self, const char *text);
GtkBox *sanera_flyout_get_actions (SaneraFlyout *self);
void sanera_flyout_add_menu (SaneraFlyout *self);
void sanera_flyout_set_menu (SaneraFlyout *self, GMenuModel *menu);
GtkWidget *sanera_flyout_add_section (SaneraFlyout *self, const char *title, GtkWidget *child);
GtkLabel *sanera_flyout_add_text (SaneraFlyout *self, const char *title);
void sanera_flyout_set_text (GtkLabel *label, const char *text);

G_END_DECLS
