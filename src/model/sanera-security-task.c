/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-security-task.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraSecurityTaskData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_SECURITY_TASK_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraSecurityTask,
                    sanera_security_task,
                    "security task",
                    "security_tasks",
                    fields)
