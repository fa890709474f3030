/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraTenantPart:
 *
 * What is read of a Microsoft Defender tenant. A sync reads those before %SANERA_N_TENANT_PARTS, in
 * this order: what a recommendation says of its activities comes after them. The others belong to a
 * recommendation and are fetched when somebody looks at them: who may read the weaknesses of all
 * devices may read its own, and who may read all software may read which devices have it.
 */
typedef enum
{
  SANERA_TENANT_MACHINES,
  SANERA_TENANT_TASKS,
  SANERA_TENANT_RECOMMENDATIONS,
  SANERA_TENANT_EXPOSURE_SCORE,
  SANERA_TENANT_CONFIGURATION_SCORE,
  SANERA_TENANT_SECURITY_TASKS,
  SANERA_N_TENANT_PARTS,
  SANERA_TENANT_VULNERABILITIES = SANERA_N_TENANT_PARTS,
  SANERA_TENANT_SOFTWARE,
  SANERA_N_TENANT_ALL,
} SaneraTenantPart;

/**
 * SaneraTenantPartInfo:
 * @path: where it is read, below the address of the interface; of the security tasks, of Graph
 * @permission: what the application must be granted for it
 * @list: where its rows go; %SANERA_N_LISTS: it has none
 * @full: as many rows are the most that one answer has: without a link, more may follow
 */
typedef struct
{
  const char *path;
  const char *permission;
  SaneraList list;
  guint full;
} SaneraTenantPartInfo;

extern const SaneraTenantPartInfo sanera_tenant_parts[SANERA_N_TENANT_ALL];

/* In front of the message of an error: the application was not granted what follows. */
#define SANERA_CODE_MISSING_PERMISSION "MissingPermission"

gboolean sanera_tenant_part_is_refused (SaneraTenantPart part, const GError *error);
GError *sanera_tenant_part_refuse (SaneraTenantPart part);
GError *sanera_tenant_children_refuse (SaneraList list);

/* One answer, written in transactions of a bounded size. Reference-counted: a transaction under
 * way has one of its own. */
typedef struct _SaneraTenantPage SaneraTenantPage;

SaneraTenantPage *
sanera_tenant_page_new (SaneraTenantPart part, GBytes *body, gint64 generation, gint64 now);
void sanera_tenant_page_unref (SaneraTenantPage *self);
const char *sanera_tenant_page_get_next (SaneraTenantPage *self);
guint sanera_tenant_page_get_rows (SaneraTenantPage *self);
guint sanera_tenant_page_get_fresh (SaneraTenantPage *self);
guint sanera_tenant_page_get_changed (SaneraTenantPage *self);
void sanera_tenant_page_write_async (SaneraTenantPage *self,
                                     SaneraCache *cache,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean sanera_tenant_page_write_finish (SaneraTenantPage *self,
                                          SaneraCache *cache,
                                          GAsyncResult *result,
                                          gboolean *done,
                                          GError **error);

/* What an object of Microsoft's is here. */
gboolean sanera_tenant_page_adapt_child (SaneraList list,
                                         gpointer data,
                                         const char *text,
                                         gsize length,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraTenantPage, sanera_tenant_page_unref)

G_END_DECLS
