/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-first-start.h"

struct _SaneraFirstStart
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SaneraFirstStart, sanera_first_start, ADW_TYPE_BIN)

static void
sanera_first_start_class_init (SaneraFirstStartClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/sanera/Sanera/ui/sanera-first-start.ui");
}

static void
sanera_first_start_init (SaneraFirstStart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sanera_first_start_new:
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
sanera_first_start_new (void)
{
  return g_object_new (SANERA_TYPE_FIRST_START, NULL);
}
