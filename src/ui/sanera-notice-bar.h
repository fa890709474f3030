/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_NOTICE_BAR (sanera_notice_bar_get_type ())

/* A quiet bar below the header: an icon, a sentence, at most one button. (AdwBanner is 1.3.) */
G_DECLARE_FINAL_TYPE (SaneraNoticeBar, sanera_notice_bar, SANERA, NOTICE_BAR, AdwBin)

GtkWidget *sanera_notice_bar_new (const char *icon_name);
void sanera_notice_bar_set_message (SaneraNoticeBar *self, const char *message);
void sanera_notice_bar_set_action (SaneraNoticeBar *self, const char *label, const char *action);

G_END_DECLS
