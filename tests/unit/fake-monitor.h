/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A network that is as a test says. */
#define TYPE_FAKE_MONITOR (fake_monitor_get_type ())

G_DECLARE_FINAL_TYPE (FakeMonitor, fake_monitor, FAKE, MONITOR, GObject)

GNetworkMonitor *fake_monitor_new (void);
void
fake_monitor_set (GNetworkMonitor *monitor, gboolean available, GNetworkConnectivity connectivity);

G_END_DECLS
