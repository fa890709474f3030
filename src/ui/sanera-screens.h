/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

/**
 * SaneraScreenKind:
 * @SANERA_SCREEN_PAGE: a page, by its id
 * @SANERA_SCREEN_NO_ROWS: the page on screen, searched for what nothing has
 * @SANERA_SCREEN_FLYOUT: the first row of the page on screen
 * @SANERA_SCREEN_CHILDREN: the first list inside the flyout, opened
 * @SANERA_SCREEN_SELECTION: three rows of it
 * @SANERA_SCREEN_BUTTON: what a button of the flyout opens, by the words on it
 * @SANERA_SCREEN_ROW_ACTION: what an action on the flyout's record or else the first row opens
 * @SANERA_SCREEN_ACTION: what an action of the page or the window opens
 * @SANERA_SCREEN_RECORD: the first row with what the argument names: "proposed" (an exception),
 *   "similar" (devices), "joined" (from several names), "refused" (by the server)
 * @SANERA_SCREEN_SELECTED: what an action on the selected rows opens
 * @SANERA_SCREEN_MENU: what a menu button of the dialog that is open, or of the window, opens; by
 * the words on it or in its tooltip
 * @SANERA_SCREEN_FILL: the dialog that is open, with the argument typed into each line of it
 * @SANERA_SCREEN_CHOOSE: the dialog that is open, with the second value of its first choice
 * @SANERA_SCREEN_OVER: what a button of the dialog that is open opens over it, by the words on it
 * @SANERA_SCREEN_PRESS: what a button makes of the dialog that is open, by the words on it
 * @SANERA_SCREEN_UNDO: the window, after the last thing done is undone
 * @SANERA_SCREEN_TAB: another page of the settings or of the administration that is open
 * @SANERA_SCREEN_SIDEBAR: the sidebar, where it is folded
 * @SANERA_SCREEN_POPOVER: what the connection button opens
 * @SANERA_SCREEN_DARK: a page in dark; so are all that follow
 * @SANERA_SCREEN_WINDOW: the window as it is
 *
 * How a screen is brought about.
 */
typedef enum
{
  SANERA_SCREEN_PAGE,
  SANERA_SCREEN_NO_ROWS,
  SANERA_SCREEN_FLYOUT,
  SANERA_SCREEN_CHILDREN,
  SANERA_SCREEN_SELECTION,
  SANERA_SCREEN_BUTTON,
  SANERA_SCREEN_ROW_ACTION,
  SANERA_SCREEN_ACTION,
  SANERA_SCREEN_RECORD,
  SANERA_SCREEN_SELECTED,
  SANERA_SCREEN_MENU,
  SANERA_SCREEN_FOCUS,
  SANERA_SCREEN_FILL,
  SANERA_SCREEN_CHOOSE,
  SANERA_SCREEN_OVER,
  SANERA_SCREEN_PRESS,
  SANERA_SCREEN_UNDO,
  SANERA_SCREEN_TAB,
  SANERA_SCREEN_SIDEBAR,
  SANERA_SCREEN_POPOVER,
  SANERA_SCREEN_DARK,
  SANERA_SCREEN_WINDOW,
} SaneraScreenKind;

/**
 * SaneraScreen:
 * @file_name: of its picture; "": none is taken, it only comes before another
 * @kind: see #SaneraScreenKind
 * @argument: (nullable): id, words marked with N_(), or action
 * @late: a dialog that opens only after something has been read
 *
 * A screen there is to be a picture of.
 */
typedef struct
{
  const char *file_name;
  SaneraScreenKind kind;
  const char *argument;
  gboolean late;
} SaneraScreen;

const SaneraScreen *sanera_screens_get (SaneraConnections *connections);
GtkWidget *
sanera_screen_prepare (const SaneraScreen *self, SaneraWindow *window, GtkWidget *subject);
GtkWindow *sanera_screens_find_dialog (SaneraWindow *window);
GtkWidget *sanera_screens_find_button (GtkWidget *root, const char *label);
gboolean sanera_screens_has_list (SaneraWindow *window);
guint sanera_screens_count_rows (SaneraWindow *window);

G_END_DECLS
