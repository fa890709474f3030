/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-administration-window.h"

#include <glib/gi18n.h>

#include "sanera-audit-list.h"
#include "sanera-rule-list.h"
#include "sanera-token-list.h"
#include "sanera-window-parts.h"

struct _SaneraAdministrationWindow
{
  AdwWindow parent_instance;

  AdwViewStack *stack;
  SaneraRuleList *rules;
  SaneraAuditList *audit;
  SaneraConnection *connection;
};

G_DEFINE_FINAL_TYPE (SaneraAdministrationWindow, sanera_administration_window, ADW_TYPE_WINDOW)

static void
sanera_administration_window_dispose (GObject *object)
{
  g_clear_object (&SANERA_ADMINISTRATION_WINDOW (object)->connection);

  G_OBJECT_CLASS (sanera_administration_window_parent_class)->dispose (object);
}

static void
sanera_administration_window_class_init (SaneraAdministrationWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_administration_window_dispose;
}

static void
sanera_administration_window_init (SaneraAdministrationWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = adw_view_switcher_title_new ();
  GtkWidget *bar = adw_view_switcher_bar_new ();

  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  adw_view_switcher_title_set_stack (ADW_VIEW_SWITCHER_TITLE (title), self->stack);
  /* Translators: title of a window: devices, groups, access tokens */
  adw_view_switcher_title_set_title (ADW_VIEW_SWITCHER_TITLE (title), _ ("Administration"));
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (bar), self->stack);
  g_object_bind_property (title, "title-visible", bar, "reveal", G_BINDING_SYNC_CREATE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  adw_header_bar_set_centering_policy (ADW_HEADER_BAR (header), ADW_CENTERING_POLICY_STRICT);

  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), bar);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Administration"));
  gtk_window_set_default_size (GTK_WINDOW (self), 720, 540);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  sanera_window_parts_close_on_escape (GTK_WINDOW (self));
}

static void
page_cb (SaneraAdministrationWindow *self)
{
  if (adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->audit))
    sanera_audit_list_load (self->audit);
  else if (adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->rules))
    sanera_rule_list_load (self->rules);
}

/**
 * sanera_administration_window_new:
 * @parent: the window it belongs to
 * @connection: whose server; the person is its administrator
 *
 * Returns: (transfer floating): the window, to be presented
 */
GtkWidget *
sanera_administration_window_new (GtkWindow *parent, SaneraConnection *connection)
{
  SaneraAdministrationWindow *self = NULL;
  GtkWidget *tokens = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_ADMINISTRATION_WINDOW, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  tokens = sanera_token_list_new (connection);
  self->rules = SANERA_RULE_LIST (sanera_rule_list_new (connection));
  self->audit = SANERA_AUDIT_LIST (sanera_audit_list_new (connection));
  adw_view_stack_add_titled_with_icon (self->stack, tokens, "tokens", _ ("Access tokens"),
                                       "dialog-password-symbolic");
  adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (self->rules), "rules",
                                       _ ("Device group rules"), "view-grid-symbolic");
  adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (self->audit), "audit",
                                       _ ("Audit log"), "view-list-symbolic");
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * sanera_administration_window_show:
 * @self: the window
 * @page: "tokens", "rules" or "audit"
 *
 * Shows one of its pages.
 */
void
sanera_administration_window_show (SaneraAdministrationWindow *self, const char *page)
{
  g_return_if_fail (SANERA_IS_ADMINISTRATION_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->stack, page);
}
