/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-shortcuts.h"

#include <glib/gi18n.h>

/* One table for the keys and for the window that lists them. An entry without an action is a key
 * that the widgets handle themselves. */
typedef struct
{
  const char *group; /* (nullable): as the one before */
  const char *title;
  const char *action; /* (nullable) */
  const char *accels[3];
} SaneraShortcut;

static const SaneraShortcut shortcuts[] = {
  { NC_ ("shortcut window", "General"),
    NC_ ("shortcut window", "Search"),
    "win.search",
    { "<Control>f" } },
  { NULL, NC_ ("shortcut window", "Refresh"), "win.refresh", { "F5", "<Control>r" } },
  { NULL, NC_ ("shortcut window", "Undo"), "win.undo", { "<Control>z" } },
  { NULL, NC_ ("shortcut window", "Import scan"), "win.import", { "<Control>o" } },
  { NULL, NC_ ("shortcut window", "Export to CSV"), "win.export", { "<Control>e" } },
  { NULL, NC_ ("shortcut window", "Settings"), "win.settings", { "<Control>comma" } },
  { NULL, NC_ ("shortcut window", "Sidebar"), "win.show-sidebar", { "F9" } },
  { NULL, NC_ ("shortcut window", "Main menu"), NULL, { "F10" } },
  { NULL,
    NC_ ("shortcut window", "Keyboard shortcuts"),
    "win.show-help-overlay",
    { "<Control>question" } },
  { NULL, NC_ ("shortcut window", "Help"), "win.help", { "F1" } },
  { NULL, NC_ ("shortcut window", "Close window"), "window.close", { "<Control>w" } },
  { NULL, NC_ ("shortcut window", "Quit"), "app.quit", { "<Control>q" } },
  { NC_ ("shortcut window", "Pages"),
    NC_ ("shortcut window", "Dashboard"),
    "win.open-page::dashboard",
    { "<Control>1" } },
  { NULL,
    NC_ ("shortcut window", "Security recommendations"),
    "win.open-page::recommendations",
    { "<Control>2" } },
  { NULL, NC_ ("shortcut window", "Remediation"), "win.open-page::remediation", { "<Control>3" } },
  { NULL,
    NC_ ("shortcut window", "Security tasks"),
    "win.open-page::security-tasks",
    { "<Control>4" } },
  { NULL, NC_ ("shortcut window", "Devices"), "win.open-page::devices", { "<Control>5" } },
  { NULL, NC_ ("shortcut window", "Next of sidebar, list and flyout"), "win.next-area", { "F6" } },
  { NULL,
    NC_ ("shortcut window", "Previous of sidebar, list and flyout"),
    "win.previous-area",
    { "<Shift>F6" } },
  { NC_ ("shortcut window", "List"),
    NC_ ("shortcut window", "Open in the flyout"),
    NULL,
    { "Return" } },
  { NULL, NC_ ("shortcut window", "Select row"), NULL, { "space" } },
  { NULL, NC_ ("shortcut window", "Select all rows"), NULL, { "<Control>a" } },
  { NULL, NC_ ("shortcut window", "Copy selected rows"), NULL, { "<Control>c" } },
  { NULL, NC_ ("shortcut window", "Close the flyout"), NULL, { "Escape" } },
};

/**
 * sanera_shortcuts_set_accels:
 * @application: the application
 *
 * Sets the keys of all actions.
 */
void
sanera_shortcuts_set_accels (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].action != NULL)
        gtk_application_set_accels_for_action (application, shortcuts[i].action,
                                               shortcuts[i].accels);
    }
}

/* GtkShortcutsWindow can be filled through GtkBuilder only (before GTK 4.14), so the table is
 * written as its XML. */
static char *
write_xml (void)
{
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property>"
                               "<child><object class='GtkShortcutsSection'>"
                               "<property name='section-name'>all</property>");

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const SaneraShortcut *shortcut = &shortcuts[i];
      g_autofree char *keys = NULL;
      g_autofree char *entry = NULL;

      if (shortcut->group != NULL)
        {
          g_autofree char *group = g_markup_printf_escaped (
              "%s<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", "",
              g_dpgettext2 (NULL, "shortcut window", shortcut->group));

          if (i > 0)
            g_string_append (xml, "</object></child>");
          g_string_append (xml, group);
        }
      keys = g_strjoinv (" ", (char **)shortcut->accels);
      entry =
          g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'>"
                                   "<property name='title'>%s</property>"
                                   "<property name='accelerator'>%s</property>"
                                   "</object></child>",
                                   g_dpgettext2 (NULL, "shortcut window", shortcut->title), keys);
      g_string_append (xml, entry);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  return g_string_free (xml, FALSE);
}

/**
 * sanera_shortcuts_show:
 * @parent: the window whose keys they are
 *
 * Shows the window that lists all keys, made now.
 */
void
sanera_shortcuts_show (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autofree char *xml = NULL;
  GtkWindow *window;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  xml = write_xml ();
  builder = gtk_builder_new_from_string (xml, -1);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
