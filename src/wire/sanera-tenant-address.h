/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraTenantRegion:
 * @name: what people call it in any language: a place, or a cloud; marked for translation
 * @api: address of Defender for Endpoint's interface
 * @sign_in: address where an application signs in
 * @graph: address of Microsoft Graph
 * @resource: what a token for @api is asked for
 *
 * One of the places that Microsoft documents.
 */
typedef struct
{
  const char *name;
  const char *api;
  const char *sign_in;
  const char *graph;
  const char *resource;
} SaneraTenantRegion;

extern const SaneraTenantRegion sanera_tenant_regions[];
extern const guint sanera_n_tenant_regions;

/**
 * SaneraTenantAddress:
 * @api: address of Defender for Endpoint's interface, without a slash at the end
 * @sign_in: address where the application signs in
 * @graph: address of Microsoft Graph
 * @resource: what a token for @api is asked for
 * @graph_resource: the same for @graph
 * @directory: directory (tenant) id, or one of its domain names
 * @client: application (client) id
 *
 * Where a Microsoft Defender tenant is, and as which application it is read. The secret is never a
 * part of it.
 */
typedef struct
{
  char *api;
  char *sign_in;
  char *graph;
  char *resource;
  char *graph_resource;
  char *directory;
  char *client;
} SaneraTenantAddress;

SaneraTenantAddress *sanera_tenant_address_new (const char *api,
                                                const char *directory,
                                                const char *client,
                                                GError **error);
SaneraTenantAddress *sanera_tenant_address_parse (const char *text, GError **error);
char *sanera_tenant_address_to_string (const SaneraTenantAddress *self);
gboolean sanera_tenant_address_is (const char *text);
gboolean sanera_tenant_address_may_follow (const GUri *from, const GUri *to);
void sanera_tenant_address_free (SaneraTenantAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraTenantAddress, sanera_tenant_address_free)

G_END_DECLS
