/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-view.h"

G_BEGIN_DECLS

/* exposureImpact of a recommendation `t`. exposureSum is what is stored: one more device would
 * rewrite every row otherwise. The number of devices is asked for once per query. */
#define SANERA_EXPOSURE_IMPACT                  \
  "100.0 * coalesce (t.exposure_sum, 0) / "     \
  "max (1, (SELECT count (*) FROM machines) - " \
  "(SELECT count (*) FROM machines WHERE retired_on IS NOT NULL))"

/* Defender's dialect, `/api`. */
extern const SaneraView sanera_view_recommendations;
extern const SaneraView sanera_view_recommendation_machines;
extern const SaneraView sanera_view_recommendation_vulnerabilities;
extern const SaneraView sanera_view_software_machines;
extern const SaneraView sanera_view_tasks;
extern const SaneraView sanera_view_task_machines;
extern const SaneraView sanera_view_machines;
extern const SaneraView sanera_view_machine_recommendations;
extern const SaneraView sanera_view_vulnerabilities;

/* With our own fields, `/sanera/v1`. */
extern const SaneraView sanera_view_own_recommendation_machines;
extern const SaneraView sanera_view_own_installed_machines;
extern const SaneraView sanera_view_own_recommendation_vulnerabilities;
extern const SaneraView sanera_view_own_task_devices;
extern const SaneraView sanera_view_own_machines;
extern const SaneraView sanera_view_own_machine_recommendations;
extern const SaneraView sanera_view_own_machine_tasks;
extern const SaneraView sanera_view_own_exceptions;
extern const SaneraView sanera_view_own_security_tasks;
extern const SaneraView sanera_view_own_security_task_devices;
extern const SaneraView sanera_view_own_recommendations;
extern const SaneraView sanera_view_own_tasks;
extern const SaneraView sanera_view_own_groups;

extern const SaneraRowFormat sanera_format_own_recommendation;
extern const SaneraRowFormat sanera_format_own_task;
extern const SaneraRowFormat sanera_format_own_group;
extern const SaneraRowFormat sanera_format_own_exception;
extern const SaneraRowFormat sanera_format_own_security_task;
extern const SaneraRowFormat sanera_format_own_machine;

G_END_DECLS
