/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-private.h"

#include "sanera-list.h"
#include "sanera-time.h"

/* The order of a query as SQL. */

/**
 * sanera_query_get_column:
 * @info: a list
 * @key: JSON key of its noun
 *
 * Returns: (nullable) (transfer none): the column that holds it
 */
const char *
sanera_query_get_column (const SaneraListInfo *info, const char *key)
{
  const SaneraField *field = sanera_noun_find (info->noun, key);

  if (field == NULL || (field->flags & SANERA_FIELD_DERIVED) != 0)
    return NULL;

  return sanera_noun_get_column (info->noun, (guint)(field - info->noun->fields));
}

typedef struct
{
  const char *expression;
  gboolean descending;
} OrderTerm;

static const OrderTerm recommendation_order[] = {
  { "exposure_sum", TRUE }, { "public_exploit", TRUE },
  { "active_alert", TRUE }, { "exposed_machines_count", TRUE },
  { "weaknesses", TRUE },   { "title_key", FALSE },
  { "row_id", FALSE },      { NULL, FALSE },
};

/* The page's own order, computed when a row is written. */
static const OrderTerm ranked_order[] = {
  { "list_rank", FALSE }, { "list_time", FALSE }, { "title_key", FALSE },
  { "row_id", FALSE },    { NULL, FALSE },
};

static const OrderTerm device_order[] = {
  { "exposure", TRUE },
  { "title_key", FALSE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

static const OrderTerm exposure_order[] = {
  { "exposure_sum", TRUE },
  { "title_key", FALSE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

/* Of one device: the newest first. */
static const OrderTerm created_order[] = {
  { "created_on", TRUE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

static const OrderTerm event_order[] = {
  { "at", FALSE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

static const OrderTerm vulnerability_order[] = {
  { "cvss_v3", TRUE },
  { "title_key", FALSE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

static const OrderTerm title_order[] = {
  { "title_key", FALSE },
  { "row_id", FALSE },
  { NULL, FALSE },
};

static const OrderTerm *
get_page_order (SaneraList list)
{
  switch (list)
    {
    case SANERA_LIST_RECOMMENDATIONS:
      return recommendation_order;
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_EXCEPTIONS:
    case SANERA_LIST_SECURITY_TASKS:
      return ranked_order;
    case SANERA_LIST_DEVICES:
      return device_order;
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return exposure_order;
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return created_order;
    case SANERA_LIST_ACTIVITY_EVENTS:
      return event_order;
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return vulnerability_order;
    case SANERA_LIST_DEVICE_GROUPS:
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
    case SANERA_LIST_SECURITY_TASK_DEVICES:
    case SANERA_LIST_INSTALLED_DEVICES:
    case SANERA_N_LISTS:
    default:
      return title_order;
    }
}

/* The impact is the first key of the page of recommendations, so its order is the page's. */
static gboolean
is_impact (SaneraQuery *query)
{
  return query->list == SANERA_LIST_RECOMMENDATIONS &&
         (g_str_equal (query->order, "exposureSum") ||
          g_str_equal (query->order, "exposureImpact"));
}

/* Of a noun, in whichever list it stands. */
typedef struct
{
  SaneraList list; /* one of them */
  const char *key;
  OrderTerm terms[2];
} SpecialOrder;

static const SpecialOrder special_orders[] = {
  { SANERA_LIST_RECOMMENDATIONS, "relatedComponent", { { "title_key", FALSE } } },
  { SANERA_LIST_RECOMMENDATIONS, "recommendationName", { { "title_key", FALSE } } },
  { SANERA_LIST_RECOMMENDATIONS,
    "threats",
    { { "public_exploit", FALSE }, { "active_alert", FALSE } } },
  { SANERA_LIST_RECOMMENDATIONS,
    "publicExploit",
    { { "public_exploit", FALSE }, { "active_alert", FALSE } } },
  { SANERA_LIST_ACTIVITIES, "relatedComponent", { { "title_key", FALSE } } },
  /* progress: how much is done, not how many devices */
  { SANERA_LIST_ACTIVITIES,
    "fixedDevices",
    { { "(CASE WHEN r.target_devices > 0 THEN 1.0 * r.fixed_devices / r.target_devices END)",
        FALSE } } },
  { SANERA_LIST_ACTIVITIES,
    "completerEmail",
    { { "completion_method", FALSE }, { "completer_email COLLATE NOCASE", FALSE } } },
};

/* (nullable): the order of a query, where it is not that of a column */
static const SpecialOrder *
find_special_order (SaneraQuery *query)
{
  const SaneraNoun *noun = sanera_list_get_info (query->list)->noun;

  for (guint i = 0; i < G_N_ELEMENTS (special_orders); i++)
    if (sanera_list_get_info (special_orders[i].list)->noun == noun &&
        g_str_equal (special_orders[i].key, query->order))
      return &special_orders[i];

  return NULL;
}

static void
add_term (GString *out, const char *expression, gboolean descending, gboolean nulls_last)
{
  g_string_append_printf (out, "%s%s %s%s, ", *expression == '(' ? "" : "r.", expression,
                          descending ? "DESC" : "ASC", nulls_last ? " NULLS LAST" : "");
}

/* The nicks are our own words. The known values in the order of their table, the others last. */
static void
add_enum_term (GString *out, const char *column, const SaneraEnum *values, gboolean down)
{
  g_string_append_printf (out, "CASE r.%s", column);
  for (guint i = 0; i < values->n_values; i++)
    g_string_append_printf (out, " WHEN '%s' THEN %u", values->values[i].nick, i);
  g_string_append_printf (out, " END %s NULLS LAST, ", down ? "DESC" : "ASC");
}

static gboolean
is_urgency (SaneraQuery *query)
{
  return query->list == SANERA_LIST_ACTIVITIES && g_str_equal (query->order, "urgency");
}

/* Document sentence [154], "top remediation activities": what is overdue first, then by how much
 * the exposure score falls. An impact is the recommendation's. */
static void
add_urgency (GString *out, SaneraQuery *query)
{
  g_string_append_printf (out,
                          "coalesce (r.due_on < %" G_GINT64_FORMAT ", 0) DESC, "
                          "coalesce ((SELECT x.exposure_sum FROM recommendations x WHERE x.id = "
                          "r.recommendation_reference), 0) DESC, ",
                          sanera_time_day_in (query->now, query->zone));
}

static void
add_chosen_order (GString *out, SaneraQuery *query)
{
  const SaneraListInfo *info = sanera_list_get_info (query->list);
  const SpecialOrder *special;
  const SaneraField *field;
  const char *column;

  if (is_urgency (query))
    {
      add_urgency (out, query);
      return;
    }
  if (g_str_equal (query->order, "title"))
    {
      add_term (out, "title_key", query->descending, FALSE);
      return;
    }
  special = find_special_order (query);
  if (special != NULL)
    {
      for (guint t = 0; t < 2 && special->terms[t].expression != NULL; t++)
        add_term (out, special->terms[t].expression, query->descending, TRUE);
      return;
    }

  field = sanera_noun_find (info->noun, query->order);
  column = sanera_query_get_column (info, query->order);
  if (column == NULL)
    return;
  if (field == info->noun->fields || g_str_equal (column, "computer_dns_name") ||
      g_str_equal (column, "name"))
    add_term (out, "title_key", query->descending, FALSE);
  else if (field->type == SANERA_FIELD_ENUM)
    add_enum_term (out, column, field->values, query->descending);
  else if (field->type == SANERA_FIELD_TEXT)
    {
      g_autofree char *expression = g_strconcat (column, " COLLATE NOCASE", NULL);

      add_term (out, expression, query->descending, TRUE);
    }
  else
    add_term (out, column, query->descending, TRUE);
}

/**
 * sanera_query_has_page_order:
 * @self: a query
 *
 * Returns: whether its order is that of the list's index, forwards or backwards
 */
gboolean
sanera_query_has_page_order (SaneraQuery *self)
{
  const SaneraListInfo *info = sanera_list_get_info (self->list);

  if (is_impact (self) || g_str_equal (self->order, "default"))
    return TRUE;
  if (g_str_equal (self->order, "title") || is_urgency (self) || find_special_order (self) != NULL)
    return FALSE;

  return sanera_query_get_column (info, self->order) == NULL;
}

/**
 * sanera_query_append_order:
 * @query: a query
 * @out: where to write its ORDER BY; the rows are `r`
 */
void
sanera_query_append_order (SaneraQuery *query, GString *out)
{
  const OrderTerm *terms = get_page_order (query->list);
  gboolean backwards = FALSE;

  g_string_append (out, " ORDER BY ");
  if (is_impact (query))
    backwards = !query->descending;
  else if (g_str_equal (query->order, "default"))
    backwards = query->descending;
  else
    add_chosen_order (out, query);

  for (guint i = 0; terms[i].expression != NULL; i++)
    add_term (out, terms[i].expression, terms[i].descending != backwards, FALSE);
  g_string_truncate (out, out->len - 2);
}
