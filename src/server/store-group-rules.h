/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-enums.h"
#include "store-dirty.h"

G_BEGIN_DECLS

/* So many rules at most, and so many characters in a pattern. */
#define SANERA_GROUP_RULES_MAX 200
#define SANERA_GROUP_PATTERN_MAX 200

/**
 * SaneraGroupRule:
 * @id: a UUID
 * @group: the group that its devices go to
 * @field: what it compares
 * @pattern: with * and ?, upper and lower case the same
 * @version: for If-Match
 *
 * A rule.
 */
typedef struct
{
  char *id;
  char *group;
  SaneraGroupField field;
  char *pattern;
  gint64 version;
} SaneraGroupRule;

/* Rules in the order in which they are asked: the first that a device is of decides its group. Who
 * was put somewhere by a person stays there until the person puts it into no group; a device that
 * no rule is about has the group that its report names, or none. So what comes out depends on the
 * rules and the devices only, not on when they were made. */

GPtrArray *sanera_group_rules_read (SaneraDb *db, GError **error);
SaneraGroupRule *sanera_group_rule_new (const char *id,
                                        const char *group,
                                        SaneraGroupField field,
                                        const char *pattern,
                                        gint64 version);
gint sanera_group_rules_find (GPtrArray *rules, const char *id);
gboolean sanera_group_rules_write (SaneraDb *db, GPtrArray *rules, GError **error);
gboolean sanera_group_rules_apply (SaneraDb *db,
                                   GPtrArray *rules,
                                   gint64 machine,
                                   SaneraDirty *dirty,
                                   gint64 *moved,
                                   GError **error);

gboolean sanera_group_rules_tally (SaneraDb *db, GPtrArray *rules, gint64 *counts, GError **error);

/**
 * SaneraGroupMatches:
 * @devices: devices that are of the rule
 * @moved: those of them that go to another group by it
 * @chosen: those of them that stay where somebody put them
 * @earlier: those of them that an earlier rule decides about
 * @names: (element-type utf8): names of the first of them
 *
 * What a rule does.
 */
typedef struct
{
  gint64 devices;
  gint64 moved;
  gint64 chosen;
  gint64 earlier;
  GPtrArray *names;
} SaneraGroupMatches;

gboolean sanera_group_rules_count (SaneraDb *db,
                                   GPtrArray *rules,
                                   guint nth,
                                   SaneraGroupMatches *matches,
                                   GError **error);
void sanera_group_matches_clear (SaneraGroupMatches *matches);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraGroupMatches, sanera_group_matches_clear)

G_END_DECLS
