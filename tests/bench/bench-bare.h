/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

GtkWidget *bench_bare_show (GtkStringList *strings);
double bench_bare_change (guint removed, guint added);
