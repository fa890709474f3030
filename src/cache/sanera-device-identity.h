/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraKnownBy:
 * @kind: "id", "serial", "fqdn", "name", "mac" or "address"
 * @value: folded
 *
 * One thing by which a device is known again.
 */
typedef struct
{
  char *kind;
  char *value;
} SaneraKnownBy;

/**
 * SaneraDeviceName:
 * @name: what reports call the device
 * @fixed: whether it is that of the device itself, which cannot be split off
 * @known: (element-type SaneraKnownBy): what came together with the name
 * @sources: formats of the reports whose latest word used it: "trivy"
 * @weaknesses: how many open ones are known by those reports
 * @assessed_on: time of the latest of them, or %SANERA_INT_NULL
 *
 * One of the names of a device, and what is known under it.
 */
typedef struct
{
  char *name;
  gboolean fixed;
  GPtrArray *known;
  char **sources;
  gint64 weaknesses;
  gint64 assessed_on;
} SaneraDeviceName;

/**
 * SaneraSimilarDevice:
 * @id: of another device
 * @name: what that is called
 * @kind: what the two share: one of the kinds of #SaneraKnownBy
 *
 * A device that may be the same one.
 */
typedef struct
{
  char *id;
  char *name;
  char *kind;
} SaneraSimilarDevice;

/**
 * SaneraDeviceIdentity:
 * @names: (element-type SaneraDeviceName): its names; empty when there is only one
 * @similar: (element-type SaneraSimilarDevice): what it may be the same as
 *
 * The field "identity" of a device.
 */
typedef struct
{
  GPtrArray *names;
  GPtrArray *similar;
} SaneraDeviceIdentity;

SaneraDeviceIdentity *sanera_device_identity_parse (const char *json);
void sanera_device_identity_free (SaneraDeviceIdentity *self);
char *sanera_device_identity_leave_out (const char *json, const char *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDeviceIdentity, sanera_device_identity_free)

G_END_DECLS
