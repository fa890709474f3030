/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enum.h"

G_BEGIN_DECLS

/**
 * SaneraFilterFlags:
 * @SANERA_FILTER_LINK: set by links only, not offered in the menu; its chip can be taken away
 * @SANERA_FILTER_PERSON: its one value is the person who is signed in
 * @SANERA_FILTER_VISIT: its one value is the end of the person's last visit
 */
typedef enum
{
  SANERA_FILTER_NONE = 0,
  SANERA_FILTER_LINK = 1 << 0,
  SANERA_FILTER_PERSON = 1 << 1,
  SANERA_FILTER_VISIT = 1 << 2,
} SaneraFilterFlags;

/**
 * SaneraFilter:
 * @name: for sanera_query_with_filter()
 * @title: English title, marked with N_()
 * @values: (nullable): its values with their labels
 * @flags: see #SaneraFilterFlags
 * @label: (nullable): for a filter whose values are those that the rows have, see
 *   sanera_filter_bar_set_choices(): how one is called on the screen, (transfer none)
 *
 * One filter of a list page. Filters are lines of a static table.
 */
typedef struct
{
  const char *name;
  const char *title;
  const SaneraEnum *values;
  SaneraFilterFlags flags;
  const char *(*label) (const char *value);
} SaneraFilter;

G_END_DECLS
