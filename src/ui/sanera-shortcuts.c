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
  { NULL,
    NC_ ("shortcut window", "Print the activity in the flyout"),
    "win.print",
    { "<Control>p" } },
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
  { NULL,
    NC_ ("shortcut window", "Previous row in the flyout"),
    "win.previous-row",
    { "<Alt>Up" } },
  { NULL, NC_ ("shortcut window", "Next row in the flyout"), "win.next-row", { "<Alt>Down" } },
  { NULL, NC_ ("shortcut window", "Menu of the row"), NULL, { "Menu", "<Shift>F10" } },
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

/**
 * sanera_shortcuts_foreach:
 * @function: called with each key, in the order of the table
 * @user_data: given to @function
 *
 * Goes through the table, in the language of the interface.
 */
void
sanera_shortcuts_foreach (SaneraShortcutFunc function, gpointer user_data)
{
  g_return_if_fail (function != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const SaneraShortcut *shortcut = &shortcuts[i];

      function (
          shortcut->group != NULL ? g_dpgettext2 (NULL, "shortcut window", shortcut->group) : NULL,
          g_dpgettext2 (NULL, "shortcut window", shortcut->title), shortcut->accels, user_data);
    }
}
