/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-actions.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-device-merge-dialog.h"
#include "sanera-device-move-dialog.h"
#include "sanera-device-split-dialog.h"
#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-pending-apply.h"
#include "sanera-records.h"
#include "sanera-undo.h"

typedef enum
{
  DO_MOVE,
  DO_RETIRE,
  DO_RETURN,
  DO_MERGE,
  DO_SPLIT,
} Deed;

struct _SaneraDeviceActions
{
  GObject parent_instance;

  SaneraListPage *page; /* the owner, not referenced; NULL: closed */
  GSimpleActionGroup *group;
  GCancellable *reading;
  GCancellable *withdrawing;
  Deed deed; /* what is done when the rows are read */
};

G_DEFINE_FINAL_TYPE (SaneraDeviceActions, sanera_device_actions, G_TYPE_OBJECT)

static SaneraConnection *
get_connection (SaneraDeviceActions *self)
{
  return self->page != NULL ? sanera_page_get_connection (SANERA_PAGE (self->page)) : NULL;
}

static GtkWindow *
get_window (SaneraDeviceActions *self)
{
  GtkRoot *root = self->page != NULL ? gtk_widget_get_root (GTK_WIDGET (self->page)) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
toast (SaneraDeviceActions *self, const char *text)
{
  sanera_page_add_toast (SANERA_PAGE (self->page), adw_toast_new (text));
}

/**
 * sanera_device_actions_may:
 * @connection: (nullable): where the devices are
 *
 * Returns: whether the person may change devices there. Before the first sync nothing is known of
 *   what a person may do; the server decides.
 */
gboolean
sanera_device_actions_may (SaneraConnection *connection)
{
  const SaneraCacheInfo *info =
      connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection)) : NULL;

  return info == NULL || info->capabilities == NULL || info->capabilities[0] == NULL ||
         sanera_cache_info_can (info, "devices");
}

static const SaneraDeviceData *
get_data (GPtrArray *devices, guint i)
{
  return sanera_device_get_data (SANERA_DEVICE (g_ptr_array_index (devices, i)));
}

/* Retiring and returning */

static void
set_retired (SaneraDeviceActions *self, GPtrArray *devices, gboolean retired)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_action_unref);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < devices->len; i++)
    {
      const SaneraDeviceData *data = get_data (devices, i);
      SaneraAction *action;

      if (retired == (data->retired_on != SANERA_INT_NULL))
        continue;
      action = sanera_action_new (SANERA_ACTION_CHANGE_DEVICE, data->id, data->row_version);
      sanera_action_set_bool (action, "retired", retired);
      g_ptr_array_add (actions, action);
    }
  if (actions->len == 0)
    return;

  number = sanera_language_number (actions->len);
  words = g_strdup_printf (
      retired ? ngettext ("%s device retired", "%s devices retired", actions->len)
              : ngettext ("%s device returned to use", "%s devices returned to use", actions->len),
      number);
  sanera_act_all (GTK_WIDGET (self->page), get_connection (self), actions, words);
}

typedef struct
{
  SaneraDeviceActions *self;
  GPtrArray *devices;
} Retirement;

static void
retirement_free (gpointer data, GClosure *closure)
{
  Retirement *retirement = data;

  g_object_unref (retirement->self);
  g_ptr_array_unref (retirement->devices);
  g_free (retirement);
}

static void
retire_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Retirement *retirement = data;

  if (g_str_equal (response, "retire") && get_connection (retirement->self) != NULL)
    set_retired (retirement->self, retirement->devices, TRUE);
}

static void
ask_to_retire (SaneraDeviceActions *self, GPtrArray *devices)
{
  Retirement *retirement;
  GtkWidget *dialog;
  g_autofree char *heading = NULL;

  if (devices->len == 1)
    /* Translators: %s is the name of a device */
    heading = g_strdup_printf (_ ("Retire %s?"), get_data (devices, 0)->computer_dns_name);
  else
    {
      g_autofree char *number = sanera_language_number (devices->len);

      heading = g_strdup_printf (ngettext ("Retire %s device?", "Retire %s devices?", devices->len),
                                 number);
    }
  dialog = adw_message_dialog_new (
      get_window (self), heading,
      _ ("A retired device no longer counts in recommendations and scores. It leaves its "
         "remediation activities and open security tasks; an activity whose other devices are all "
         "fixed is completed.\n\nWhat is known about it is kept. It comes back when somebody "
         "returns it to use, or when a later report names it."));
  /* Translators: a button that closes a dialog and does nothing */
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "retire",
                                    C_ ("device", "Retire"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "retire",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  retirement = g_new (Retirement, 1);
  retirement->self = g_object_ref (self);
  retirement->devices = g_ptr_array_ref (devices);
  g_signal_connect_data (dialog, "response", G_CALLBACK (retire_response_cb), retirement,
                         retirement_free, 0);
  /* Of several: those that are selected. */
  sanera_again_set_action (
      GTK_WINDOW (dialog), "device.retire",
      g_variant_new_string (devices->len == 1 ? get_data (devices, 0)->id : ""));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Which devices */

static void
carry_out (SaneraDeviceActions *self, GPtrArray *devices)
{
  if (devices->len == 0 || get_window (self) == NULL || get_connection (self) == NULL)
    return;

  switch (self->deed)
    {
    case DO_MOVE:
      sanera_device_move_dialog_present (GTK_WIDGET (self->page), get_connection (self), devices);
      break;
    case DO_RETIRE:
      ask_to_retire (self, devices);
      break;
    case DO_RETURN:
      set_retired (self, devices, FALSE);
      break;
    case DO_SPLIT:
      sanera_device_split_dialog_present (GTK_WIDGET (self->page), get_connection (self),
                                          g_ptr_array_index (devices, 0));
      break;
    case DO_MERGE:
    default:
      sanera_device_merge_dialog_present (GTK_WIDGET (self->page), get_connection (self), devices);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraDeviceActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices =
      sanera_records_read_finish (SANERA_CACHE (source), result, &error);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->page == NULL)
    return;

  g_clear_object (&self->reading);
  if (devices == NULL)
    {
      g_warning ("The selected devices cannot be read: %s", error->message);
      return;
    }
  if (devices->len <= SANERA_DEVICE_ACTIONS_MAX)
    {
      carry_out (self, devices);
      return;
    }

  number = sanera_language_number (SANERA_DEVICE_ACTIONS_MAX);
  text =
      /* Translators: %s is a number */
      g_strdup_printf (_ ("At most %s devices can be changed at once. Select fewer rows."), number);
  toast (self, text);
}

static void
begin (SaneraDeviceActions *self, Deed deed, GVariant *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  SaneraConnection *connection = get_connection (self);
  SaneraCache *cache;

  if (connection == NULL || !sanera_device_actions_may (connection))
    return;

  cache = sanera_connection_get_cache (connection);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->deed = deed;
  if (*id != '\0')
    {
      SaneraRecord *record = sanera_cache_lookup (cache, SANERA_LIST_DEVICES, id);
      g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);

      if (record == NULL)
        return;
      g_ptr_array_add (devices, record);
      carry_out (self, devices);
    }
  else
    {
      g_autoptr (SaneraQuery) query =
          sanera_selection_get_query (sanera_list_page_get_selection (self->page));

      self->reading = g_cancellable_new ();
      sanera_records_read_async (cache, query, SANERA_DEVICE_ACTIONS_MAX + 1, self->reading,
                                 read_cb, g_object_ref (self));
    }
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, DO_MOVE, parameter);
}

static void
retire_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, DO_RETIRE, parameter);
}

static void
return_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, DO_RETURN, parameter);
}

static void
merge_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, DO_MERGE, parameter);
}

static void
split_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  /* What goes where can only be said of one. */
  if (*g_variant_get_string (parameter, NULL) != '\0')
    begin (data, DO_SPLIT, parameter);
}

/* What may be the same, or is not */

/* (nullable): of two ids, the devices */
static GPtrArray *
look_up_pair (SaneraDeviceActions *self, GVariant *parameter)
{
  SaneraConnection *connection = get_connection (self);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  const char *ids[2];

  if (connection == NULL || !sanera_device_actions_may (connection))
    return NULL;
  g_variant_get (parameter, "(&s&s)", &ids[0], &ids[1]);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      SaneraRecord *record = sanera_cache_lookup (sanera_connection_get_cache (connection),
                                                  SANERA_LIST_DEVICES, ids[i]);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (devices, record);
    }
  return g_steal_pointer (&devices);
}

static void
merge_with_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraDeviceActions *self = data;
  g_autoptr (GPtrArray) devices = look_up_pair (self, parameter);

  if (devices == NULL)
    return;
  self->deed = DO_MERGE;
  carry_out (self, devices);
}

static void
apart_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraDeviceActions *self = data;
  g_autoptr (GPtrArray) devices = look_up_pair (self, parameter);
  g_autoptr (SaneraAction) apart = NULL;
  g_autofree char *words = NULL;

  if (devices == NULL)
    return;
  /* It changes nothing that is known of either: no version has to be the same. */
  apart = sanera_action_new (SANERA_ACTION_KEEP_APART, get_data (devices, 0)->id, SANERA_INT_NULL);
  sanera_action_set_text (apart, "other", get_data (devices, 1)->id);
  words =
      /* Translators: the names of two devices */
      g_strdup_printf (_ ("%s and %s are two devices"), get_data (devices, 0)->computer_dns_name,
                       get_data (devices, 1)->computer_dns_name);
  sanera_act (GTK_WIDGET (self->page), get_connection (self), apart, words);
}

/* What was not sent yet, or was refused */

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraDeviceActions) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->page == NULL)
    return;

  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT))
    toast (self, _ ("The server has carried out the change already."));
  else if (error != NULL)
    toast (self, _ ("The change could not be withdrawn: the server does not answer."));
  else
    toast (self, _ ("Change withdrawn"));
}

static void
withdraw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraDeviceActions *self = data;
  SaneraConnection *connection = get_connection (self);
  g_autoptr (GPtrArray) entries = NULL;
  const char *id = g_variant_get_string (parameter, NULL);

  if (connection == NULL)
    return;

  entries =
      sanera_outbox_list (sanera_cache_get_outbox (sanera_connection_get_cache (connection)), NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);
      SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);

      if (kind != 0 && sanera_action_kind_get_list (kind) == SANERA_LIST_DEVICES &&
          sanera_pending_concerns (entry, id))
        sanera_connection_withdraw_async (connection, entry->key, self->withdrawing, withdrawn_cb,
                                          g_object_ref (self));
    }
}

static const GActionEntry entries[] = {
  { "move", move_cb, "s", NULL, NULL, { 0 } },
  { "retire", retire_cb, "s", NULL, NULL, { 0 } },
  { "return", return_cb, "s", NULL, NULL, { 0 } },
  { "merge", merge_cb, "s", NULL, NULL, { 0 } },
  { "merge-with", merge_with_cb, "(ss)", NULL, NULL, { 0 } },
  { "split", split_cb, "s", NULL, NULL, { 0 } },
  { "apart", apart_cb, "(ss)", NULL, NULL, { 0 } },
  { "withdraw", withdraw_cb, "s", NULL, NULL, { 0 } },
};

static void
sanera_device_actions_dispose (GObject *object)
{
  SaneraDeviceActions *self = SANERA_DEVICE_ACTIONS (object);

  sanera_device_actions_close (self);
  g_clear_object (&self->withdrawing);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (sanera_device_actions_parent_class)->dispose (object);
}

static void
sanera_device_actions_class_init (SaneraDeviceActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_device_actions_dispose;
}

static void
sanera_device_actions_init (SaneraDeviceActions *self)
{
  self->withdrawing = g_cancellable_new ();
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * sanera_device_actions_new:
 * @page: the page of devices; it closes the actions before it goes
 *
 * Returns: (transfer full): the actions
 */
SaneraDeviceActions *
sanera_device_actions_new (SaneraListPage *page)
{
  SaneraDeviceActions *self;

  g_return_val_if_fail (SANERA_IS_LIST_PAGE (page), NULL);

  self = g_object_new (SANERA_TYPE_DEVICE_ACTIONS, NULL);
  self->page = page;
  return self;
}

/**
 * sanera_device_actions_get_group:
 * @self: the actions
 *
 * Returns: (transfer none): to be inserted as "device" where there are buttons and menus
 */
GActionGroup *
sanera_device_actions_get_group (SaneraDeviceActions *self)
{
  g_return_val_if_fail (SANERA_IS_DEVICE_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

/**
 * sanera_device_actions_close:
 * @self: the actions
 *
 * Forgets the page: nothing happens any more.
 */
void
sanera_device_actions_close (SaneraDeviceActions *self)
{
  g_return_if_fail (SANERA_IS_DEVICE_ACTIONS (self));

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_cancellable_cancel (self->withdrawing);
  self->page = NULL;
}
