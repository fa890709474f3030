/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-list-status.h"

#include <glib/gi18n.h>

#include "sanera-connection-words.h"
#include "sanera-session.h"

/* Reading from the cache takes less than this: a spinner that flashes says nothing. */
#define SPINNER_DELAY 400

/**
 * SaneraListStatus:
 *
 * Each state without rows has its own words and the one action that helps.
 */
struct _SaneraListStatus
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *page;
  GtkButton *button;
  GtkSpinner *spinner;
  guint spinner_source;
  SaneraListState state;
  char *reason; /* why the server refuses, in words; NULL: it does not */

  char *empty_title;
  char *empty_text;
  char *empty_button;
  char *empty_action;
  GVariant *empty_target;
};

G_DEFINE_FINAL_TYPE (SaneraListStatus, sanera_list_status, ADW_TYPE_BIN)

static gboolean
show_spinner_cb (gpointer data)
{
  SaneraListStatus *self = data;

  self->spinner_source = 0;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
show_page (SaneraListStatus *self,
           const char *icon_name,
           const char *title,
           const char *text,
           const char *button,
           const char *action,
           GVariant *target)
{
  adw_status_page_set_icon_name (self->page, icon_name);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  /* The target first: an action whose parameter does not fit is warned about. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
sanera_list_status_dispose (GObject *object)
{
  SaneraListStatus *self = SANERA_LIST_STATUS (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);

  G_OBJECT_CLASS (sanera_list_status_parent_class)->dispose (object);
}

static void
sanera_list_status_finalize (GObject *object)
{
  SaneraListStatus *self = SANERA_LIST_STATUS (object);

  g_free (self->reason);
  g_free (self->empty_title);
  g_free (self->empty_text);
  g_free (self->empty_button);
  g_free (self->empty_action);
  g_clear_pointer (&self->empty_target, g_variant_unref);

  G_OBJECT_CLASS (sanera_list_status_parent_class)->finalize (object);
}

static void
sanera_list_status_class_init (SaneraListStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_list_status_dispose;
  object_class->finalize = sanera_list_status_finalize;
}

static void
sanera_list_status_init (SaneraListStatus *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  /* Translators: said by a screen reader of a spinner */
                                  _ ("Loading"), -1);

  self->page = ADW_STATUS_PAGE (adw_status_page_new ());
  /* What helps stays on screen in the smallest window. */
  gtk_widget_add_css_class (GTK_WIDGET (self->page), "compact");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "pill");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  /* It has no words yet. */
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  adw_status_page_set_child (self->page, GTK_WIDGET (self->button));

  gtk_stack_add_named (self->stack, GTK_WIDGET (self->spinner), "loading");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "status");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * sanera_list_status_new:
 * @list: what is shown when there are rows
 *
 * Returns: (transfer floating): the list, as it were full
 */
SaneraListStatus *
sanera_list_status_new (GtkWidget *list)
{
  SaneraListStatus *self = g_object_new (SANERA_TYPE_LIST_STATUS, NULL);

  gtk_stack_add_named (self->stack, list, "list");
  sanera_list_status_set_state (self, SANERA_LIST_ROWS);
  return self;
}

/**
 * sanera_list_status_set_empty:
 * @self: a list status
 * @title: what there is none of
 * @text: what to do about it
 * @button: (nullable): the button's label; %NULL: nothing can be done
 * @action: (nullable): its action
 * @target: (nullable): the action's parameter
 *
 * Sets what the page says when the connection has no rows of this kind.
 */
void
sanera_list_status_set_empty (SaneraListStatus *self,
                              const char *title,
                              const char *text,
                              const char *button,
                              const char *action,
                              GVariant *target)
{
  g_return_if_fail (SANERA_IS_LIST_STATUS (self));

  g_free (self->empty_title);
  g_free (self->empty_text);
  g_free (self->empty_button);
  g_free (self->empty_action);
  g_clear_pointer (&self->empty_target, g_variant_unref);
  self->empty_title = g_strdup (title);
  self->empty_text = g_strdup (text);
  self->empty_button = g_strdup (button);
  self->empty_action = g_strdup (action);
  self->empty_target = target != NULL ? g_variant_ref_sink (target) : NULL;
  if (self->state == SANERA_LIST_EMPTY)
    show_page (self, "folder-symbolic", self->empty_title, self->empty_text, self->empty_button,
               self->empty_action, self->empty_target);
}

static void
show_refusal (SaneraListStatus *self)
{
  show_page (self, "dialog-warning-symbolic", _ ("Nothing fetched yet"),
             self->reason != NULL ? self->reason : _ ("The server answers with errors"),
             _ ("Try again"), "win.refresh", NULL);
}

/**
 * sanera_list_status_find_unfetched:
 * @connection: a connection of which nothing was ever fetched
 *
 * Returns: what the place of a list shows instead; %SANERA_LIST_EMPTY when it is in step with the
 *   server
 */
SaneraListState
sanera_list_status_find_unfetched (SaneraConnection *connection)
{
  SaneraConnectionState state;
  g_autofree char *code = NULL;
  const GError *error;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), SANERA_LIST_LOADING);

  state = sanera_connection_get_state (connection);
  switch (state)
    {
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_REFUSED:
      if (sanera_cache_get_repair (sanera_connection_get_cache (connection), SANERA_REPAIR_CACHE) !=
          NULL)
        return SANERA_LIST_DAMAGED;
      if (state == SANERA_STATE_REFUSED)
        return SANERA_LIST_REFUSED;
      if (sanera_connection_get_kept_offline (connection))
        return SANERA_LIST_KEPT_OFFLINE;
      /* A network that wants a sign-in of its own is nobody, but says what can be done. */
      error = sanera_connection_get_error (connection);
      code = error != NULL ? sanera_error_get_code (error) : NULL;
      return g_strcmp0 (code, SANERA_CODE_PORTAL) == 0 ? SANERA_LIST_REFUSED : SANERA_LIST_OFFLINE;
    case SANERA_STATE_SIGN_IN:
      return SANERA_LIST_SIGN_IN;
    case SANERA_STATE_NOT_KEPT:
      return SANERA_LIST_NOT_KEPT;
    case SANERA_STATE_ONLINE:
      return SANERA_LIST_EMPTY;
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
    default:
      return SANERA_LIST_LOADING;
    }
}

/**
 * sanera_list_status_set_reason:
 * @self: a list status
 * @connection: the connection whose list it is
 *
 * Takes over why the server refuses, for the page that says so.
 */
void
sanera_list_status_set_reason (SaneraListStatus *self, SaneraConnection *connection)
{
  char *reason;

  g_return_if_fail (SANERA_IS_LIST_STATUS (self));

  reason = sanera_connection_words_error (connection);
  if (g_strcmp0 (reason, self->reason) == 0)
    {
      g_free (reason);
      return;
    }
  g_free (self->reason);
  self->reason = reason;
  if (self->state == SANERA_LIST_REFUSED)
    show_refusal (self);
}

/**
 * sanera_list_status_set_state:
 * @self: a list status
 * @state: what to show
 *
 * Shows the list or the page for that state.
 */
void
sanera_list_status_set_state (SaneraListStatus *self, SaneraListState state)
{
  g_return_if_fail (SANERA_IS_LIST_STATUS (self));

  if (self->state == state)
    return;

  self->state = state;
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);

  switch (state)
    {
    case SANERA_LIST_ROWS:
      gtk_stack_set_visible_child_name (self->stack, "list");
      break;
    case SANERA_LIST_LOADING:
      self->spinner_source = g_timeout_add (SPINNER_DELAY, show_spinner_cb, self);
      break;
    case SANERA_LIST_EMPTY:
      show_page (self, "folder-symbolic", self->empty_title, self->empty_text, self->empty_button,
                 self->empty_action, self->empty_target);
      break;
    case SANERA_LIST_FILTERED:
      show_page (self, "system-search-symbolic", _ ("No matching rows"),
                 _ ("Nothing passes the filters and the search."), _ ("Clear filters"),
                 "list.clear-filters", NULL);
      break;
    case SANERA_LIST_OFFLINE:
      show_page (self, "network-offline-symbolic", _ ("Nothing fetched yet"),
                 _ ("The server does not answer, and nothing of it is on this computer yet."),
                 _ ("Try again"), "win.refresh", NULL);
      break;
    case SANERA_LIST_KEPT_OFFLINE:
      show_page (self, "network-offline-symbolic", _ ("Nothing fetched yet"),
                 _ ("Started with --offline: nothing is fetched, and nothing was before."), NULL,
                 NULL, NULL);
      break;
    case SANERA_LIST_REFUSED:
      show_refusal (self);
      break;
    case SANERA_LIST_SIGN_IN:
      show_page (self, "dialog-password-symbolic", _ ("Sign-in needed"),
                 _ ("The server wants another access token before it shows anything."), NULL, NULL,
                 NULL);
      break;
    case SANERA_LIST_DAMAGED:
      show_page (self, "network-offline-symbolic", _ ("Nothing to show until the server answers"),
                 _ ("The copy of the data on this computer was damaged. It is fetched anew as soon "
                    "as the server can be asked; what waits to be sent and your drafts are kept."),
                 NULL, NULL, NULL);
      break;
    case SANERA_LIST_NOT_KEPT:
      show_page (self, "dialog-error-symbolic", _ ("Nothing can be stored"),
                 _ ("The server answers, but what it says cannot be written on this computer."),
                 _ ("Try again"), "win.refresh", NULL);
      break;
    case SANERA_LIST_ERROR:
      show_page (self, "dialog-error-symbolic", _ ("The list could not be read"),
                 _ ("The copy of the data on this computer cannot be read at the moment."),
                 _ ("Try again"), "list.reload", NULL);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_list_status_get_state:
 * @self: a list status
 *
 * Returns: what it shows
 */
SaneraListState
sanera_list_status_get_state (SaneraListStatus *self)
{
  g_return_val_if_fail (SANERA_IS_LIST_STATUS (self), SANERA_LIST_ROWS);

  return self->state;
}
