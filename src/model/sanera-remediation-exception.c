/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-remediation-exception.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraRemediationExceptionData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_REMEDIATION_EXCEPTION_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraRemediationException,
                    sanera_remediation_exception,
                    "exception",
                    "exceptions",
                    fields)
