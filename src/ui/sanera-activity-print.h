/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-connection.h"
#include "sanera-print-document.h"

G_BEGIN_DECLS

/**
 * SaneraActivityPaper:
 * @activity: the activity
 * @tickets: (element-type SaneraSecurityTask): its security tasks
 * @devices: (element-type SaneraDevice): its devices
 * @devices_notice: (nullable): what is said above them, as when there are more
 * @events: (element-type SaneraEvent): its history
 * @events_notice: (nullable): as above
 * @tenant: whether it is one of a Microsoft Defender tenant
 *
 * All that is printed of an activity.
 */
typedef struct
{
  SaneraActivity *activity;
  GPtrArray *tickets;
  GPtrArray *devices;
  char *devices_notice;
  GPtrArray *events;
  char *events_notice;
  gboolean tenant;
} SaneraActivityPaper;

SaneraPrintDocument *sanera_activity_print_write (const SaneraActivityPaper *paper, gint64 now);
void
sanera_activity_print (GtkWindow *window, SaneraConnection *connection, SaneraActivity *activity);

G_END_DECLS
