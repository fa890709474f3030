/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-error.h"

/**
 * sanera_error_quark:
 *
 * Returns: the error domain of everything in Sanera
 */
G_DEFINE_QUARK (sanera - error - quark, sanera_error)
