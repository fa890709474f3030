/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-bulk-request-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-json-request.h"
#include "sanera-language.h"
#include "sanera-request-basis.h"
#include "sanera-request-form.h"
#include "sanera-restorable.h"
#include "sanera-window.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

/* The outbox's name for what is typed here. */
#define DRAFT_ACTION "requestSeveral"
#define DRAFT_ENTITY "*"

/* So many are shown without being asked for. */
#define EXPANDED_MAX 5

typedef enum
{
  ITEM_OPEN, /* not submitted */
  ITEM_LEFT_OUT,
  ITEM_WAITING, /* in the outbox */
  ITEM_SENT,
  ITEM_REFUSED,
  ITEM_FAILED, /* not even in the outbox */
  N_ITEM_STATES,
} ItemState;

typedef struct
{
  SaneraBulkRequestDialog *dialog;
  SaneraRecommendation *recommendation;
  SaneraRemediationType option;
  GtkWidget *row;
  GtkLabel *mark;
  char *already; /* who has requested the same, NULL: nobody */
  char *key; /* of its entry in the outbox */
  ItemState state;
  gint64 devices; /* that a sent one is for */
  GError *error; /* of a failed one */
} Item;

struct _SaneraBulkRequestDialog
{
  AdwWindow parent_instance;

  GtkWidget *cancel_button;
  GtkWidget *submit_button;
  GtkLabel *heading;
  GtkWidget *draft_group;
  AdwExpanderRow *list;
  SaneraRequestForm *form;

  SaneraConnection *connection;
  SaneraRemediationRequest *request; /* what all have in common */
  GSettings *settings;
  GPtrArray *items; /* of Item */
  SaneraDraft *draft;
  GCancellable *cancellable;
  gboolean intune_connection;
  guint adding; /* to the outbox */
  gboolean submitted;
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraBulkRequestDialog,
                               sanera_bulk_request_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->recommendation);
  g_free (item->already);
  g_free (item->key);
  g_clear_error (&item->error);
  g_free (item);
}

static SaneraOutbox *
get_outbox (SaneraBulkRequestDialog *self)
{
  return sanera_cache_get_outbox (sanera_connection_get_cache (self->connection));
}

static const SaneraRecommendationData *
get_data (Item *item)
{
  return sanera_recommendation_get_data (item->recommendation);
}

/* What the list says of one */

static char *
describe_devices (Item *item)
{
  const SaneraRecommendationData *data = get_data (item);
  g_autofree char *exposed = sanera_language_number (data->exposed_machines_count);
  g_autofree char *total = sanera_language_number (data->total_machine_count);

  return g_strdup_printf (ngettext ("%s of %s device exposed", "%s of %s devices exposed",
                                    (gulong)MAX (data->total_machine_count, 0)),
                          exposed, total);
}

/* Why a recommendation is not requested together with the others; NULL: it is. */
static const char *
find_obstacle (SaneraBulkRequestDialog *self, Item *item)
{
  if (get_data (item)->exposed_machines_count <= 0)
    return _ ("No device is exposed there: there is nothing to request.");
  /* R3: how the tickets are made is a choice of its own for each. */
  if (self->intune_connection && sanera_remediation_request_get_create_ticket (self->request) &&
      item->option != SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED &&
      get_data (item)->exposed_machines_count > SANERA_TICKET_MAX_DEVICES)
    return _ ("More devices than go to one security task: request it by itself.");

  return NULL;
}

static void
show_item (Item *item, const char *mark, const char *detail)
{
  const char *option =
      sanera_words_label (&sanera_remediation_type_enum,
                          sanera_enum_to_nick (&sanera_remediation_type_enum, (int)item->option));
  g_autofree char *devices = describe_devices (item);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%s · %s", option, devices);
  if (detail != NULL)
    g_string_append_printf (text, "\n%s", detail);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (item->row), text->str);
  gtk_label_set_text (item->mark, mark != NULL ? mark : "");
}

static void
update_item (Item *item)
{
  SaneraBulkRequestDialog *self = item->dialog;
  const char *obstacle;

  if (item->state != ITEM_OPEN && item->state != ITEM_LEFT_OUT)
    return;

  obstacle = find_obstacle (self, item);
  item->state = obstacle != NULL ? ITEM_LEFT_OUT : ITEM_OPEN;
  show_item (item,
             obstacle != NULL
                 ? /* Translators: said of a recommendation for which nothing is requested */ _ (
                       "Left out")
                 : NULL,
             obstacle != NULL ? obstacle : item->already);
}

/* What has become of one that was submitted. */
static void
show_result (Item *item)
{
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autofree char *number = NULL;
  g_autofree char *detail = NULL;

  switch (item->state)
    {
    case ITEM_WAITING:
      show_item (item, _ ("Waiting to be sent"), NULL);
      break;
    case ITEM_SENT:
      number = sanera_language_number (item->devices);
      detail = g_strdup_printf (ngettext ("Remediation activity created for %s device",
                                          "Remediation activity created for %s devices",
                                          (gulong)MAX (item->devices, 0)),
                                number);
      show_item (item, C_ ("request", "Sent"), detail);
      break;
    case ITEM_REFUSED:
      entry = sanera_outbox_get (get_outbox (item->dialog), item->key, NULL);
      detail = sanera_words_error_refusal (entry != NULL ? entry->error_code : NULL,
                                           entry != NULL ? entry->error_text : NULL);
      show_item (item, _ ("Refused by the server"), detail);
      break;
    case ITEM_FAILED:
      detail = sanera_words_error (item->error);
      show_item (
          item,
          /* Translators: said of a recommendation whose request failed */ _ ("Not submitted"),
          detail);
      break;
    case ITEM_OPEN:
    case ITEM_LEFT_OUT:
    case N_ITEM_STATES:
    default:
      update_item (item);
      break;
    }
}

static guint
count_items (SaneraBulkRequestDialog *self, ItemState state)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += ((Item *)g_ptr_array_index (self->items, i))->state == state;

  return n;
}

/* What submitting does [129,130]; afterwards, what has become of it. */
static void
update_outcome (SaneraBulkRequestDialog *self)
{
  guint n = count_items (self, ITEM_OPEN);
  guint left_out = count_items (self, ITEM_LEFT_OUT);
  g_autofree char *number = sanera_language_number (n);
  g_autoptr (GString) text = g_string_new (NULL);

  if (n > 0)
    g_string_append_printf (
        text,
        ngettext ("Creates %s remediation activity. Nothing changes on any device.",
                  "Creates %s remediation activities, one for each recommendation. Nothing changes "
                  "on any device.",
                  n),
        number);
  if (left_out > 0)
    {
      g_autofree char *others = sanera_language_number (left_out);

      g_string_append (text, text->len > 0 ? "\n" : "");
      g_string_append_printf (text,
                              ngettext ("%s recommendation is left out; the list says why.",
                                        "%s recommendations are left out; the list says why.",
                                        left_out),
                              others);
    }
  sanera_request_form_set_outcome (self->form, text->str);
  if (!self->submitted)
    gtk_widget_set_sensitive (self->submit_button, n > 0 && self->adding == 0);
}

static void
update_result (SaneraBulkRequestDialog *self)
{
  g_autofree char *sent = sanera_language_number (count_items (self, ITEM_SENT));
  g_autofree char *waiting = sanera_language_number (count_items (self, ITEM_WAITING));
  g_autofree char *refused =
      sanera_language_number (count_items (self, ITEM_REFUSED) + count_items (self, ITEM_FAILED));
  g_autofree char *text = NULL;

  if (!self->submitted)
    return;

  /* Translators: three numbers of requests */
  text = g_strdup_printf (_ ("Sent: %s. Waiting to be sent: %s. Refused: %s."), sent, waiting,
                          refused);
  gtk_label_set_text (self->heading, text);
}

static void
update_items (SaneraBulkRequestDialog *self)
{
  for (guint i = 0; i < self->items->len; i++)
    update_item (g_ptr_array_index (self->items, i));
  update_outcome (self);
}

/* Who has requested the same, and until when; going on is allowed. */
static void
basis_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraRequestBasis) basis =
      sanera_request_basis_read_finish (SANERA_CACHE (source), result, &error);
  const SaneraActivityData *activity;
  g_autofree char *due = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (basis == NULL)
    {
      g_warning ("Activities of a recommendation cannot be read: %s", error->message);
      return;
    }

  if (item == g_ptr_array_index (item->dialog->items, 0))
    {
      /* The numbers of exposed devices would be those of one recommendation. */
      for (guint i = 0; i < basis->groups->len; i++)
        ((SaneraGroupCount *)g_ptr_array_index (basis->groups, i))->exposed = SANERA_INT_NULL;
      sanera_request_form_set_groups (item->dialog->form, basis->groups);
    }
  if (basis->activities->len == 0)
    return;

  activity = sanera_activity_get_data (g_ptr_array_index (basis->activities, 0));
  if (activity->due_on != SANERA_INT_NULL)
    due = sanera_language_date (activity->due_on);
  g_free (item->already);
  if (due != NULL)
    item->already =
        /* Translators: an e-mail address, a date. */
        g_strdup_printf (_ ("Already requested by %s, due %s"),
                         activity->requester_email != NULL ? activity->requester_email : "–", due);
  else
    item->already =
        /* Translators: %s is an e-mail address. */
        g_strdup_printf (_ ("Already requested by %s"),
                         activity->requester_email != NULL ? activity->requester_email : "–");
  update_item (item);
}

/* Drafts */

static void
request_changed_cb (SaneraBulkRequestDialog *self)
{
  g_autofree char *text = NULL;

  update_items (self);
  if (self->submitted)
    return;

  text = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  sanera_draft_update (self->draft, text);
}

static void
discard_cb (SaneraBulkRequestDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_request (sanera_draft_get_untouched (self->draft), self->request, &error))
    g_warning ("The empty form cannot be read: %s", error->message);
  sanera_draft_discard (self->draft);
  gtk_widget_set_visible (self->draft_group, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
read_draft (SaneraBulkRequestDialog *self)
{
  g_autofree char *untouched = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  const char *typed;
  g_autoptr (GError) error = NULL;

  self->draft = sanera_draft_new (get_outbox (self), DRAFT_ACTION, DRAFT_ENTITY, untouched);
  typed = sanera_draft_load (self->draft);
  if (typed == NULL)
    return;
  if (!sanera_json_read_request (typed, self->request, &error))
    g_warning ("A draft cannot be read: %s", error->message);
  else
    gtk_widget_set_visible (self->draft_group, TRUE);
}

/* Submitting */

/* What has become of each: there is nothing left to do but to read this. */
static void
show_results (SaneraBulkRequestDialog *self)
{
  self->submitted = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->form), FALSE);
  gtk_widget_set_visible (self->draft_group, FALSE);
  gtk_widget_set_visible (self->submit_button, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), _ ("Close"));
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  adw_expander_row_set_expanded (self->list, TRUE);
  update_result (self);
  gtk_widget_grab_focus (self->cancel_button);
}

static void
finish_adding (SaneraBulkRequestDialog *self)
{
  guint failed = count_items (self, ITEM_FAILED);

  /* With one that is not even in the outbox the words stay, as a draft. */
  if (failed == 0)
    sanera_draft_discard (self->draft);
  if (self->settings != NULL && self->intune_connection)
    g_settings_set_boolean (self->settings, "create-ticket",
                            sanera_remediation_request_get_create_ticket (self->request));
  show_results (self);
  sanera_again_hold (GTK_WINDOW (self), FALSE);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (SaneraBulkRequestDialog) self = item->dialog;

  item->key = sanera_connection_submit_finish (SANERA_CONNECTION (source), result, &item->error);
  item->state = item->key != NULL ? ITEM_WAITING : ITEM_FAILED;
  show_result (item);
  if (--self->adding == 0)
    finish_adding (self);
}

static void
submit_item (SaneraBulkRequestDialog *self, Item *item, const char *draft, gint64 now)
{
  const SaneraRecommendationData *data = get_data (item);
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new (data->id);
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_request (draft, request, &error))
    g_warning ("The form cannot be read: %s", error->message);
  sanera_remediation_request_set_remediation_type (
      request, sanera_enum_to_nick (&sanera_remediation_type_enum, (int)item->option));
  sanera_remediation_request_set_target_devices (
      request, sanera_remediation_request_get_all_groups (request) ? data->exposed_machines_count
                                                                   : SANERA_INT_NULL);
  sanera_remediation_request_set_made_at (request, now);
  self->adding++;
  g_object_ref (self);
  sanera_connection_submit_async (self->connection, request, NULL, submitted_cb, item);
}

static void
submit_cb (SaneraBulkRequestDialog *self)
{
  g_autofree char *draft = NULL;
  gint64 now = g_get_real_time ();

  /* The second click of a double click. */
  if (self->adding > 0 || self->submitted || !sanera_request_form_check (self->form))
    return;

  sanera_again_hold (GTK_WINDOW (self), TRUE);
  gtk_widget_set_sensitive (self->submit_button, FALSE);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  draft = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item->state == ITEM_OPEN)
        submit_item (self, item, draft, now);
    }
}

static Item *
find_item (SaneraBulkRequestDialog *self, const char *key)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item->key != NULL && g_str_equal (item->key, key))
        return item;
    }

  return NULL;
}

static void
created_cb (SaneraBulkRequestDialog *self, const char *id, gint64 devices)
{
  Item *item = find_item (self, id);

  if (item == NULL)
    return;

  item->state = ITEM_SENT;
  item->devices = devices;
  show_result (item);
  update_result (self);
}

static void
refused_cb (SaneraBulkRequestDialog *self, const char *key)
{
  Item *item = find_item (self, key);

  if (item == NULL)
    return;

  item->state = ITEM_REFUSED;
  show_result (item);
  update_result (self);
}

/* In another language */

static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraBulkRequestDialog *self = SANERA_BULK_REQUEST_DIALOG (restorable);
  GVariantBuilder items;

  if (!self->submitted)
    return NULL;

  g_variant_builder_init (&items, G_VARIANT_TYPE ("a(umsxm(sis))"));
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = g_ptr_array_index (self->items, i);
      const GError *error = item->error;

      g_variant_builder_add (&items, "(umsxm(sis))", (guint)item->state, item->key, item->devices,
                             error != NULL, error != NULL ? g_quark_to_string (error->domain) : "",
                             error != NULL ? error->code : 0, error != NULL ? error->message : "");
    }
  return g_variant_builder_end (&items);
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraBulkRequestDialog *self = SANERA_BULK_REQUEST_DIALOG (restorable);

  for (guint i = 0; i < self->items->len && i < g_variant_n_children (state); i++)
    {
      Item *item = g_ptr_array_index (self->items, i);
      const char *domain, *message;
      gboolean failed;
      guint kind;
      int code;

      g_variant_get_child (state, i, "(umsxm(&si&s))", &kind, &item->key, &item->devices, &failed,
                           &domain, &code, &message);
      item->state = (ItemState)kind;
      if (failed)
        item->error = g_error_new_literal (g_quark_from_string (domain), code, message);
      show_result (item);
    }
  show_results (self);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

/* The window */

static gboolean
sanera_bulk_request_dialog_close_request (GtkWindow *window)
{
  /* The outbox is being written. */
  if (SANERA_BULK_REQUEST_DIALOG (window)->adding > 0)
    return TRUE;

  return GTK_WINDOW_CLASS (sanera_bulk_request_dialog_parent_class)->close_request (window);
}

static void
sanera_bulk_request_dialog_dispose (GObject *object)
{
  SaneraBulkRequestDialog *self = SANERA_BULK_REQUEST_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->request != NULL)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_clear_object (&self->request);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_bulk_request_dialog_parent_class)->dispose (object);
}

static void
sanera_bulk_request_dialog_finalize (GObject *object)
{
  SaneraBulkRequestDialog *self = SANERA_BULK_REQUEST_DIALOG (object);

  g_ptr_array_unref (self->items);
  sanera_draft_free (self->draft);

  G_OBJECT_CLASS (sanera_bulk_request_dialog_parent_class)->finalize (object);
}

static void
sanera_bulk_request_dialog_class_init (SaneraBulkRequestDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_bulk_request_dialog_dispose;
  object_class->finalize = sanera_bulk_request_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = sanera_bulk_request_dialog_close_request;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (SANERA_TYPE_REQUEST_FORM);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/sanera/Sanera/ui/sanera-bulk-request-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, submit_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, draft_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, list);
  gtk_widget_class_bind_template_child (widget_class, SaneraBulkRequestDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
}

static void
sanera_bulk_request_dialog_init (SaneraBulkRequestDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (item_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_item (SaneraBulkRequestDialog *self, SaneraRecommendation *recommendation)
{
  Item *item = g_new0 (Item, 1);
  g_autofree char *title =
      sanera_words_recommendation_title (sanera_recommendation_get_data (recommendation), FALSE);

  item->dialog = self;
  item->recommendation = g_object_ref (recommendation);
  sanera_remediation_options (get_data (item), &item->option);
  item->row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (item->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (item->row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (item->row), 0);
  item->mark = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (item->mark), "caption");
  adw_action_row_add_suffix (ADW_ACTION_ROW (item->row), GTK_WIDGET (item->mark));
  adw_expander_row_add_row (self->list, item->row);
  g_ptr_array_add (self->items, item);
}

/* For "how the ticket looks" one that a ticket can be made of. */
static Item *
find_example (SaneraBulkRequestDialog *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item->option != SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED)
        return item;
    }

  return g_ptr_array_index (self->items, 0);
}

static void
start (SaneraBulkRequestDialog *self, GPtrArray *recommendations)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);
  const SaneraCacheInfo *info = sanera_cache_get_info (cache);
  g_autofree char *number = sanera_language_number (recommendations->len);
  g_autofree char *heading = NULL;
  Item *example;

  self->intune_connection = info != NULL && info->intune_connection;
  heading = g_strdup_printf (ngettext ("Request the remediation of %s recommendation",
                                       "Request the remediation of %s recommendations",
                                       recommendations->len),
                             number);
  gtk_label_set_text (self->heading, heading);
  for (guint i = 0; i < recommendations->len; i++)
    add_item (self, g_ptr_array_index (recommendations, i));
  adw_expander_row_set_expanded (self->list, recommendations->len <= EXPANDED_MAX);

  example = find_example (self);
  self->request = sanera_remediation_request_new (DRAFT_ENTITY);
  sanera_remediation_request_set_remediation_type (
      self->request, sanera_enum_to_nick (&sanera_remediation_type_enum, (int)example->option));
  if (self->settings != NULL && self->intune_connection)
    sanera_remediation_request_set_create_ticket (
        self->request, g_settings_get_boolean (self->settings, "create-ticket"));
  read_draft (self);
  sanera_request_form_set_bulk (self->form, self->request, example->recommendation,
                                self->intune_connection, sanera_words_today (g_get_real_time ()));
  sanera_request_form_set_requester (self->form, info != NULL ? info->email : NULL);
  g_signal_connect_object (self->request, "notify", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "activity-created", G_CALLBACK (created_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  update_items (self);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      sanera_request_basis_read_async (cache, get_data (item)->id, self->cancellable, basis_read_cb,
                                       item);
    }
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer recommendations)
{
  sanera_bulk_request_dialog_present (parent, connection, recommendations);
}

/**
 * sanera_bulk_request_dialog_present:
 * @parent: the window it belongs to
 * @connection: where the requests go
 * @recommendations: (element-type SaneraRecommendation): one or more
 *
 * Opens the form, with what was typed in it earlier.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
sanera_bulk_request_dialog_present (GtkWindow *parent,
                                    SaneraConnection *connection,
                                    GPtrArray *recommendations)
{
  SaneraBulkRequestDialog *self;
  int width, height, room;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (recommendations != NULL && recommendations->len > 0, NULL);

  self = g_object_new (SANERA_TYPE_BULK_REQUEST_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  if (SANERA_IS_WINDOW (parent))
    self->settings = g_object_ref (sanera_window_get_settings (SANERA_WINDOW (parent)));
  start (self, recommendations);
  sanera_again_set (GTK_WINDOW (self), connection, open_again, g_ptr_array_ref (recommendations),
                    (GDestroyNotify)g_ptr_array_unref);

  /* No higher than the window it belongs to. */
  room = gtk_widget_get_height (GTK_WIDGET (parent));
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (room > 0 && room < height)
    gtk_window_set_default_size (GTK_WINDOW (self), width, room);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);

  return GTK_WIDGET (self);
}
