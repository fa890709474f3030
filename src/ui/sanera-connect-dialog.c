/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connect-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-entry-row.h"
#include "sanera-error.h"
#include "sanera-restorable.h"
#include "sanera-tenant-address.h"
#include "sanera-tenant-words.h"
#include "sanera-words-error.h"

#define WIDTH 480
#define TENANT_HEIGHT 540

/* The choices of "Kind". */
enum
{
  KIND_SERVER,
  KIND_TENANT,
};

struct _SaneraConnectDialog
{
  AdwWindow parent_instance;

  GtkButton *connect_button;
  AdwComboRow *kind_row;
  GtkEditable *directory_row;
  GtkEditable *client_row;
  AdwComboRow *region_row;
  GtkEditable *api_row;
  AdwPreferencesGroup *hint_group;
  GtkEditable *name_row;
  GtkEditable *address_row;
  GtkEditable *token_row;
  AdwActionRow *ca_row;
  GtkWidget *no_ca_button;
  GtkButton *test_button;
  GtkSpinner *spinner;
  GtkImage *result_icon;
  GtkLabel *result_label;

  SaneraConnections *connections;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable; /* of the try that is under way */
  char *ca_file;
  char *edited_id; /* of the server that is being changed; NULL: a new one */
  gboolean connect_after; /* the try is part of connecting */
};

enum
{
  SIGNAL_CONNECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraConnectDialog,
                               sanera_connect_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static gboolean
is_tenant (SaneraConnectDialog *self)
{
  return adw_combo_row_get_selected (self->kind_row) == KIND_TENANT;
}

static char *
get_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

/* Behind the documented regions stands another address. */
static gboolean
is_other_region (SaneraConnectDialog *self)
{
  return adw_combo_row_get_selected (self->region_row) >= sanera_n_tenant_regions;
}

/* (transfer full) (nullable): the address of a tenant, as it is kept. */
static char *
get_tenant (SaneraConnectDialog *self, GError **error)
{
  g_autofree char *directory = get_text (self->directory_row);
  g_autofree char *client = get_text (self->client_row);
  g_autofree char *typed = get_text (self->api_row);
  const guint region = adw_combo_row_get_selected (self->region_row);
  g_autoptr (SaneraTenantAddress) tenant = sanera_tenant_address_new (
      is_other_region (self) ? typed : sanera_tenant_regions[region].api, directory, client, error);

  return tenant != NULL ? sanera_tenant_address_to_string (tenant) : NULL;
}

/* What was typed as an address: "example.org" is meant as https. */
static char *
get_address (SaneraConnectDialog *self)
{
  g_autofree char *text = get_text (self->address_row);

  if (is_tenant (self))
    {
      g_autofree char *tenant = get_tenant (self, NULL);

      return tenant != NULL ? g_steal_pointer (&tenant) : g_strdup ("");
    }
  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  if (*text == '\0' || strstr (text, "://") != NULL)
    return g_steal_pointer (&text);
  return g_strconcat ("https://", text, NULL);
}

static char *
get_token (SaneraConnectDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->token_row)));
}

static void
show_result (SaneraConnectDialog *self, const char *icon_name, const char *words)
{
  gtk_widget_set_visible (GTK_WIDGET (self->result_icon), icon_name != NULL);
  if (icon_name != NULL)
    gtk_image_set_from_icon_name (self->result_icon, icon_name);
  gtk_label_set_label (self->result_label, words);
}

static void
update_sensitive (SaneraConnectDialog *self)
{
  g_autofree char *address = get_address (self);
  g_autofree char *token = get_token (self);
  gboolean busy = self->cancellable != NULL;
  gboolean filled = is_tenant (self) ? *gtk_editable_get_text (self->directory_row) != '\0' &&
                                           *gtk_editable_get_text (self->client_row) != '\0'
                                     : *address != '\0';
  /* The token that is kept need not be typed again. */
  gboolean ready = filled && (*token || self->edited_id != NULL) && !busy;

  gtk_widget_set_sensitive (GTK_WIDGET (self->test_button), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect_button), ready);
  gtk_spinner_set_spinning (self->spinner, busy);
  sanera_again_hold (GTK_WINDOW (self), busy);
}

static void
stop_try (SaneraConnectDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
changed_cb (SaneraConnectDialog *self)
{
  /* The result was about what stood there before. */
  stop_try (self);
  show_result (self, NULL, "");
  update_sensitive (self);
}

/* What a tenant needs, and what a server does. */
static void
kind_cb (SaneraConnectDialog *self)
{
  const gboolean tenant = is_tenant (self);
  g_autofree char *words = NULL;

  /* What was typed is for the other one. */
  if (gtk_widget_get_visible (GTK_WIDGET (self->directory_row)) != tenant)
    gtk_editable_set_text (self->token_row, "");
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), !tenant);
  gtk_widget_set_visible (GTK_WIDGET (self->ca_row), !tenant);
  gtk_widget_set_visible (GTK_WIDGET (self->directory_row), tenant);
  gtk_widget_set_visible (GTK_WIDGET (self->client_row), tenant);
  gtk_widget_set_visible (GTK_WIDGET (self->region_row), tenant);
  gtk_widget_set_visible (GTK_WIDGET (self->api_row), tenant && is_other_region (self));
  if (self->edited_id != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token_row),
                                   tenant ? _ ("Client secret (empty: the one there is)")
                                          : _ ("Access token (empty: the one there is)"));
  else
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token_row),
                                   tenant ? _ ("Client secret") : _ ("Access token"));
  /* Names of permissions are the same in every language. */
  words = g_strdup_printf (
      /* Translators: names of permissions, of which the last is one of Microsoft Graph */
      _ ("Microsoft’s interface allows reading only. Register an application in Microsoft Entra "
         "and "
         "grant it these application permissions of WindowsDefenderATP: %s; for the security tasks "
         "of Intune, %s of Microsoft Graph."),
      "SecurityRecommendation.Read.All, RemediationTasks.Read.All, Machine.Read.All, "
      "Vulnerability.Read.All, Software.Read.All, Score.Read.All",
      "DeviceManagementApps.Read.All");
  adw_preferences_group_set_description (self->hint_group, words);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_group), tenant);
  /* More rows, and the result of a test below them. */
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, tenant ? TENANT_HEIGHT : -1);
  changed_cb (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraConnectDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  gboolean token_kept = FALSE;

  if (!sanera_connections_add_server_finish (SANERA_CONNECTIONS (source), result, &token_kept,
                                             &error))
    return; /* cancelled */

  self = SANERA_CONNECT_DIALOG (user_data);
  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0, token_kept);
  gtk_window_close (GTK_WINDOW (self));
}

static void
changed_server_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraConnectDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  gboolean token_kept = FALSE;

  if (!sanera_connections_change_server_finish (SANERA_CONNECTIONS (source), result, &token_kept,
                                                &error))
    return; /* cancelled */

  self = SANERA_CONNECT_DIALOG (user_data);
  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0, token_kept);
  gtk_window_close (GTK_WINDOW (self));
}

static void
change_server (SaneraConnectDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autofree char *address = get_address (self);
  g_autofree char *token = get_token (self);
  const SaneraConnectionEntry entry = { .id = self->edited_id,
                                        .name = *name != '\0' ? name : address,
                                        .address = address,
                                        .ca_file = is_tenant (self) ? NULL : self->ca_file };

  sanera_connections_change_server_async (self->connections, &entry, *token != '\0' ? token : NULL,
                                          self->cancellable, changed_server_cb, self);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraConnectDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  /* With the token that is kept, the connections have asked. */
  g_autoptr (SaneraCacheInfo) info =
      SANERA_IS_CONNECTIONS (source)
          ? sanera_connections_test_finish (SANERA_CONNECTIONS (source), result, &error)
          : sanera_connection_test_finish (result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_CONNECT_DIALOG (user_data);
  /* A name and an address can be changed while nobody answers; a server that says no to the token
   * is another matter. */
  if (info == NULL && self->connect_after && self->edited_id != NULL &&
      (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
       g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT)))
    {
      change_server (self);
      return;
    }
  if (info == NULL)
    {
      g_clear_object (&self->cancellable);
      words = sanera_words_error (error);
      show_result (self, "dialog-warning-symbolic", words);
      update_sensitive (self);
      return;
    }

  words = sanera_tenant_words_tested (info);
  show_result (self, "object-select-symbolic", words);
  if (self->connect_after && self->edited_id != NULL)
    {
      change_server (self);
      return;
    }
  if (self->connect_after)
    {
      g_autofree char *address = get_address (self);
      g_autofree char *token = get_token (self);

      sanera_connections_add_server_async (
          self->connections, is_tenant (self) ? _ ("Microsoft Defender") : NULL, address, token,
          is_tenant (self) ? NULL : self->ca_file, self->cancellable, added_cb, self);
      return;
    }
  g_clear_object (&self->cancellable);
  update_sensitive (self);
}

static void
try_connection (SaneraConnectDialog *self, gboolean connect_after)
{
  g_autofree char *address = get_address (self);
  g_autofree char *token = get_token (self);

  stop_try (self);
  if (is_tenant (self) && *address == '\0')
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *none = get_tenant (self, &error);
      g_autofree char *words = sanera_words_error (error);

      show_result (self, "dialog-warning-symbolic", words);
      update_sensitive (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->connect_after = connect_after;
  show_result (self, NULL, _ ("Connecting…"));
  update_sensitive (self);
  if (self->edited_id != NULL && *token == '\0')
    sanera_connections_test_async (self->connections, self->edited_id, address,
                                   self->ca_file != NULL ? self->ca_file : "", self->cancellable,
                                   tested_cb, self);
  else
    sanera_connection_test_async (address, token, self->ca_file, self->cancellable, tested_cb,
                                  self);
}

static void
test_cb (SaneraConnectDialog *self)
{
  try_connection (self, FALSE);
}

static void
connect_cb (SaneraConnectDialog *self)
{
  try_connection (self, TRUE);
}

static void
show_ca (SaneraConnectDialog *self)
{
  g_autofree char *name = self->ca_file != NULL ? g_path_get_basename (self->ca_file) : NULL;
  /* Translators: %s is a file name */
  g_autofree char *words = name != NULL ? g_strdup_printf (_ ("Only the one in %s"), name) : NULL;

  adw_action_row_set_subtitle (self->ca_row, words != NULL ? words : _ ("As the system trusts"));
  gtk_widget_set_visible (self->no_ca_button, name != NULL);
}

static void
no_ca_cb (SaneraConnectDialog *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  show_ca (self);
  changed_cb (self);
}

static void
ca_chosen_cb (SaneraConnectDialog *self, int response)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

      g_free (self->ca_file);
      self->ca_file = g_file_get_path (file);
      show_ca (self);
      changed_cb (self);
    }
  g_clear_object (&self->chooser);
}

static void
choose_ca_cb (SaneraConnectDialog *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Certificate authority"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (ca_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* What the form has no field for. */
static GVariant *
save (SaneraRestorable *restorable)
{
  return g_variant_new ("ms", SANERA_CONNECT_DIALOG (restorable)->ca_file);
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraConnectDialog *self = SANERA_CONNECT_DIALOG (restorable);

  g_clear_pointer (&self->ca_file, g_free);
  g_variant_get (state, "ms", &self->ca_file);
  show_ca (self);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_connect_dialog_dispose (GObject *object)
{
  SaneraConnectDialog *self = SANERA_CONNECT_DIALOG (object);

  stop_try (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sanera_connect_dialog_parent_class)->dispose (object);
}

static void
sanera_connect_dialog_finalize (GObject *object)
{
  g_free (SANERA_CONNECT_DIALOG (object)->ca_file);
  g_free (SANERA_CONNECT_DIALOG (object)->edited_id);

  G_OBJECT_CLASS (sanera_connect_dialog_parent_class)->finalize (object);
}

static void
sanera_connect_dialog_class_init (SaneraConnectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_connect_dialog_dispose;
  object_class->finalize = sanera_connect_dialog_finalize;

  /**
   * SaneraConnectDialog::connected:
   * @self: the dialog
   * @token_kept: whether the token is in the Secret Service, not only in memory
   *
   * The server is kept and shown.
   */
  signals[SIGNAL_CONNECTED] =
      g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, directory_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, client_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, region_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, api_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, hint_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, no_ca_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, ca_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, test_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, result_icon);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectDialog, result_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_ca_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_ca_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

/* The documented ones, each with its address, and any other. */
static void
fill_regions (SaneraConnectDialog *self)
{
  g_autoptr (GtkStringList) regions = gtk_string_list_new (NULL);

  for (guint i = 0; i < sanera_n_tenant_regions; i++)
    gtk_string_list_append (regions, gettext (sanera_tenant_regions[i].name));
  gtk_string_list_append (
      regions,
      /* Translators: a region that is not in the list */ _ ("Another address"));
  adw_combo_row_set_model (self->region_row, G_LIST_MODEL (regions));
}

/* Shows what is kept of a tenant. */
static void
set_tenant (SaneraConnectDialog *self, const char *text)
{
  g_autoptr (SaneraTenantAddress) tenant = sanera_tenant_address_parse (text, NULL);
  guint region = 0;

  adw_combo_row_set_selected (self->kind_row, KIND_TENANT);
  if (tenant == NULL)
    return;
  while (region < sanera_n_tenant_regions &&
         !g_str_equal (sanera_tenant_regions[region].api, tenant->api))
    region++;
  adw_combo_row_set_selected (self->region_row, region);
  gtk_editable_set_text (self->api_row, tenant->api);
  gtk_editable_set_text (self->directory_row, tenant->directory);
  gtk_editable_set_text (self->client_row, tenant->client);
}

static void
sanera_connect_dialog_init (SaneraConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_regions (self);
  sanera_entry_row_expose (ADW_ENTRY_ROW (self->token_row));
  update_sensitive (self);
}

/**
 * sanera_connect_dialog_new:
 * @parent: the window it belongs to
 * @connections: where the server is kept
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_connect_dialog_new (GtkWindow *parent, SaneraConnections *connections)
{
  SaneraConnectDialog *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SANERA_TYPE_CONNECT_DIALOG, "transient-for", parent, NULL);
  self->connections = g_object_ref (connections);
  return GTK_WIDGET (self);
}

/**
 * sanera_connect_dialog_set_address:
 * @self: the dialog
 * @address: address of a server
 *
 * Presets the address, from the command line or of a server that wants another token.
 */
void
sanera_connect_dialog_set_address (SaneraConnectDialog *self, const char *address)
{
  g_return_if_fail (SANERA_IS_CONNECT_DIALOG (self));
  g_return_if_fail (address != NULL);

  if (sanera_tenant_address_is (address))
    set_tenant (self, address);
  else
    gtk_editable_set_text (self->address_row, address);
  gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
}

/**
 * sanera_connect_dialog_edit:
 * @self: the dialog, not presented yet
 * @entry: what is kept of a server
 *
 * Makes it a dialog that changes this server: its name, address, certificate authority and, when
 * one is typed, its access token.
 */
void
sanera_connect_dialog_edit (SaneraConnectDialog *self, const SaneraConnectionEntry *entry)
{
  g_return_if_fail (SANERA_IS_CONNECT_DIALOG (self));
  g_return_if_fail (entry != NULL);

  self->edited_id = g_strdup (entry->id);
  g_free (self->ca_file);
  self->ca_file =
      entry->ca_file != NULL && *entry->ca_file != '\0' ? g_strdup (entry->ca_file) : NULL;
  gtk_window_set_title (GTK_WINDOW (self), _ ("Change connection"));
  /* Translators: a button, a verb: keep what was changed */
  gtk_button_set_label (self->connect_button, _ ("Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), TRUE);
  /* Another kind would be another connection. */
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), FALSE);
  gtk_editable_set_text (self->name_row, entry->name);
  if (sanera_tenant_address_is (entry->address))
    {
      set_tenant (self, entry->address);
      /* Another tenant would be another connection: the cache is of this one. */
      gtk_widget_set_sensitive (GTK_WIDGET (self->directory_row),
                                *gtk_editable_get_text (self->directory_row) == '\0');
    }
  else
    gtk_editable_set_text (self->address_row, entry->address);
  kind_cb (self);
  show_ca (self);
  update_sensitive (self);
}
