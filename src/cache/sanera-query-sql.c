/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-private.h"

#include <string.h>

#include "sanera-exception-rules.h"
#include "sanera-language.h"
#include "sanera-list.h"
#include "sanera-exposure.h"
#include "sanera-time.h"

/* A query never has so many words that its statement becomes a burden. */
#define MAX_TERMS 8

/* Shorter ones are not in a trigram index. */
#define TRIGRAM 3

typedef struct
{
  char *text; /* NULL: the number */
  gint64 number;
} Parameter;

struct _SaneraQuerySql
{
  GString *sql;
  GArray *parameters; /* of Parameter, in the order of their question marks */
};

static void
parameter_clear (gpointer data)
{
  g_free (((Parameter *)data)->text);
}

static SaneraQuerySql *
sql_new (void)
{
  SaneraQuerySql *self = g_new (SaneraQuerySql, 1);

  self->sql = g_string_sized_new (512);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->parameters, parameter_clear);

  return self;
}

/**
 * sanera_query_sql_free:
 * @self: (transfer full): a statement
 */
void
sanera_query_sql_free (SaneraQuerySql *self)
{
  g_string_free (self->sql, TRUE);
  g_array_unref (self->parameters);
  g_free (self);
}

static void
add (SaneraQuerySql *self, const char *sql)
{
  g_string_append (self->sql, sql);
}

static void
add_text (SaneraQuerySql *self, const char *text)
{
  Parameter parameter = { .text = g_strdup (text) };

  g_string_append_c (self->sql, '?');
  g_array_append_val (self->parameters, parameter);
}

static void
add_int (SaneraQuerySql *self, gint64 number)
{
  Parameter parameter = { .number = number };

  g_string_append_c (self->sql, '?');
  g_array_append_val (self->parameters, parameter);
}

/* @sql, then @number as its parameter. */
static void
add_with_int (SaneraQuerySql *self, const char *sql, gint64 number)
{
  add (self, sql);
  add_int (self, number);
}

/* Filters */

static void
add_values (SaneraQuerySql *self, char **values)
{
  add (self, " IN (");
  for (guint i = 0; values[i] != NULL; i++)
    {
      add (self, i > 0 ? ", " : "");
      add_text (self, values[i]);
    }
  add (self, ")");
}

static void
add_in (SaneraQuerySql *self, const char *column, char **values)
{
  g_string_append_printf (self->sql, "r.%s", column);
  add_values (self, values);
}

/* The column holds a JSON array of strings. */
static void
add_contains (SaneraQuerySql *self, const char *column, char **values)
{
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_string_append_printf (self->sql, "%sinstr (r.%s, json_quote (", i > 0 ? " OR " : "",
                              column);
      add_text (self, values[i]);
      add (self, "))");
    }
}

/* What depends on the clock: the due date of an activity or a security task, the end of an
 * exception, the last assessment of a device. */
static void
add_time (SaneraQuerySql *self, SaneraQuery *query, const char *value)
{
  const char *due = query->list == SANERA_LIST_SECURITY_TASKS
                        ? "r.status IN ('pending', 'active') AND r.due_date_time "
                        : "r.status = 'Active' AND r.due_on ";
  gint64 today = sanera_time_day_in (query->now, query->zone);

  if (g_str_equal (value, "overdue"))
    {
      g_string_append_printf (self->sql, "%s < ", due);
      add_int (self, today);
    }
  else if (g_str_equal (value, "week"))
    {
      g_string_append_printf (self->sql, "%s >= ", due);
      add_int (self, today);
      g_string_append_printf (self->sql, " AND %s < ", due);
      add_int (self, today + 7 * SANERA_TIME_DAY);
    }
  else if (g_str_equal (value, "soon"))
    {
      /* The last day of an exception is a whole UTC day (R8). */
      add (self, "r.ended_on IS NULL AND r.expires_on <= ");
      add_int (self,
               sanera_time_floor_day (query->now) + SANERA_EXCEPTION_SOON_DAYS * SANERA_TIME_DAY);
    }
  else if (g_str_equal (value, "failed"))
    add (self, "r.last_assessment_result = 'Failed'");
  else if (g_str_equal (value, "old"))
    {
      add (self, "r.last_assessed_on IS NULL OR r.last_assessed_on < ");
      add_int (self, query->now - SANERA_EXPOSURE_DAYS * SANERA_TIME_DAY);
    }
  else
    add (self, "0");
}

/* What is another since a moment. Of activities: requested, completed, reopened or withdrawn since
 * then, or overdue since then. */
static void
add_since (SaneraQuerySql *self, SaneraQuery *query, const char *value)
{
  gint64 since = g_ascii_strtoll (value, NULL, 10);

  if (query->list == SANERA_LIST_RECOMMENDATIONS)
    {
      add_with_int (self, "r.created_on >= ", since);
      return;
    }
  add_with_int (
      self, "max (coalesce (r.status_last_modified_on, r.created_on), r.created_on) >= ", since);
  add_with_int (self, " OR r.status = 'Active' AND r.due_on < ",
                sanera_time_day_in (query->now, query->zone));
  add_with_int (self, " AND r.due_on >= ", sanera_time_day_in (since, query->zone));
}

/* Values that stand for a condition of their own. */
static const struct
{
  SaneraList list;
  const char *filter;
  const char *value;
  const char *condition;
} conditions[] = {
  { SANERA_LIST_RECOMMENDATIONS, "threats", "exploit", "r.public_exploit = 1" },
  { SANERA_LIST_RECOMMENDATIONS, "threats", "alert", "r.active_alert = 1" },
  { SANERA_LIST_RECOMMENDATIONS, "fix", "yes", "r.fixable_weaknesses > 0" },
  { SANERA_LIST_RECOMMENDATIONS, "fix", "no", "r.fixable_weaknesses = 0" },
  { SANERA_LIST_RECOMMENDATIONS, "activity", "none", "r.activity_count = 0" },
  { SANERA_LIST_RECOMMENDATIONS, "exposed", "yes", "r.exposed_machines_count > 0" },
  { SANERA_LIST_RECOMMENDATIONS, "exposed", "no", "r.exposed_machines_count = 0" },
  { SANERA_LIST_RECOMMENDATIONS, "probability", "1", "r.exploit_probability >= 0.01" },
  { SANERA_LIST_RECOMMENDATIONS, "probability", "10", "r.exploit_probability >= 0.1" },
  { SANERA_LIST_RECOMMENDATIONS, "probability", "50", "r.exploit_probability >= 0.5" },
  { SANERA_LIST_DEVICES, "duplicate", "yes", "r.similar_devices > 0" },
  { SANERA_LIST_DEVICES, "retired", "yes", "r.retired_on IS NOT NULL" },
  { SANERA_LIST_DEVICES, "retired", "no", "r.retired_on IS NULL" },
  { SANERA_LIST_ACTIVITIES, "change", "completed",
    "r.status = 'Completed' AND coalesce (r.sanera_outcome, '') <> 'withdrawn'" },
  { SANERA_LIST_ACTIVITIES, "change", "reopened",
    "r.status = 'Active' AND r.status_last_modified_on > r.created_on" },
  { SANERA_LIST_ACTIVITIES, "completedBy", "system",
    "r.status = 'Completed' AND r.completion_method = 'Automatic'" },
  { SANERA_LIST_ACTIVITIES, "completedBy", "person",
    "r.status = 'Completed' AND r.completion_method = 'Manual' AND r.completer_email <> ''" },
  { SANERA_LIST_ACTIVITIES, "completedBy", "unknown",
    "r.status = 'Completed' AND (coalesce (r.completion_method, '') NOT IN ('Automatic', 'Manual')"
    " OR r.completion_method = 'Manual' AND coalesce (r.completer_email, '') = '')" },
};

static gboolean
add_conditions (SaneraQuerySql *self, SaneraList list, const SaneraQueryFilter *filter)
{
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      if (conditions[i].list != list || !g_str_equal (conditions[i].filter, filter->name))
        continue;
      if (!known)
        add (self, "0");
      known = TRUE;
      if (g_strv_contains ((const char *const *)filter->values, conditions[i].value))
        g_string_append_printf (self->sql, " OR %s", conditions[i].condition);
    }

  return known;
}

static void
add_filter (SaneraQuerySql *self, SaneraQuery *query, const SaneraQueryFilter *filter)
{
  const SaneraListInfo *info = sanera_list_get_info (query->list);
  const char *name = filter->name;
  const char *column;

  if (add_conditions (self, query->list, filter))
    return;

  if (((query->list == SANERA_LIST_ACTIVITIES || query->list == SANERA_LIST_SECURITY_TASKS) &&
       g_str_equal (name, "due")) ||
      (query->list == SANERA_LIST_EXCEPTIONS && g_str_equal (name, "expires")) ||
      (query->list == SANERA_LIST_DEVICES && g_str_equal (name, "assessment")))
    {
      for (guint i = 0; filter->values[i] != NULL; i++)
        {
          add (self, i > 0 ? " OR " : "");
          add_time (self, query, filter->values[i]);
        }
      return;
    }
  if (query->list == SANERA_LIST_DEVICES && g_str_equal (name, "rbacGroupName"))
    {
      /* Those without a group are one too. */
      add (self, "coalesce (nullif (r.rbac_group_name, ''), 'UnassignedGroup')");
      add_values (self, filter->values);
      return;
    }
  if ((query->list == SANERA_LIST_ACTIVITIES && g_str_equal (name, "changedSince")) ||
      (query->list == SANERA_LIST_RECOMMENDATIONS && g_str_equal (name, "newSince")))
    {
      add_since (self, query, filter->values[0]);
      return;
    }
  if (query->list == SANERA_LIST_ACTIVITIES && g_str_equal (name, "rbacGroupNames"))
    {
      /* No group named means all of them. */
      add (self, "coalesce (r.rbac_group_names, '') IN ('', '[]') OR ");
      add_contains (self, "rbac_group_names", filter->values);
      return;
    }
  if (query->list == SANERA_LIST_ACTIVITIES && g_str_equal (name, "createdBy"))
    {
      /* Persons are compared without regard to case. */
      add_in (self, "requester_email COLLATE NOCASE", filter->values);
      return;
    }
  if (query->list == SANERA_LIST_SECURITY_TASKS && g_str_equal (name, "decidableBy"))
    {
      /* Two people, always: whoever requested it does not decide on it. */
      add (self, "coalesce (r.creator, '') COLLATE NOCASE <> ");
      add_text (self, filter->values[0]);
      return;
    }
  if (query->list == SANERA_LIST_RECOMMENDATIONS)
    {
      if (g_str_equal (name, "osPlatform") || g_str_equal (name, "tag"))
        {
          add_contains (self, *name == 't' ? "tags" : "os_platforms", filter->values);
          return;
        }
      if (g_str_equal (name, "recommendationReference"))
        {
          add_in (self, "id", filter->values);
          return;
        }
    }

  column = sanera_query_get_column (info, name);
  if (column != NULL)
    add_in (self, column, filter->values);
  else
    add (self, "0"); /* of a newer version: better nothing than everything */
}

/* "1" or all that holds for a row, without the search. */
static void
add_filters (SaneraQuerySql *self, SaneraQuery *query)
{
  if (sanera_list_get_info (query->list)->has_parent)
    {
      add (self, "r.parent_id = ");
      add_text (self, query->parent != NULL ? query->parent : "");
    }
  else
    add (self, "1");

  for (guint i = 0; i < query->filters->len; i++)
    {
      add (self, " AND (");
      add_filter (self, query, g_ptr_array_index (query->filters, i));
      add (self, ")");
    }

  if (query->rows != NULL)
    {
      add (self, query->except ? " AND r.row_id NOT IN (SELECT value FROM json_each ("
                               : " AND r.row_id IN (SELECT value FROM json_each (");
      add_text (self, query->rows);
      add (self, "))");
    }
}

/* Search */

static char **
get_terms (SaneraQuery *query)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  guint n = 0;

  if (query->search == NULL)
    return g_strv_builder_end (builder);

  /* Folding makes plain spaces of the wide ones of Chinese input. */
  folded = sanera_language_fold (query->search);
  words = g_strsplit_set (folded, " \t\n\r", -1);
  for (guint i = 0; words[i] != NULL && n < MAX_TERMS; i++)
    if (*words[i] != '\0')
      {
        g_strv_builder_add (builder, words[i]);
        n++;
      }

  return g_strv_builder_end (builder);
}

/**
 * sanera_query_has_search:
 * @self: a query
 *
 * Returns: whether there is a word to search for
 */
gboolean
sanera_query_has_search (SaneraQuery *self)
{
  g_auto (GStrv) terms = get_terms (self);

  return terms[0] != NULL;
}

static gboolean
is_indexed (const SaneraListInfo *info, const char *term)
{
  return info->search != NULL && g_utf8_strlen (term, -1) >= TRIGRAM;
}

/* Each indexed term as an FTS5 string; side by side they all have to match. */
static void
add_match (SaneraQuerySql *self, const SaneraListInfo *info, char **terms)
{
  g_autoptr (GString) expression = g_string_new (NULL);

  for (guint i = 0; terms[i] != NULL; i++)
    {
      if (!is_indexed (info, terms[i]))
        continue;
      g_string_append (expression, expression->len > 0 ? " \"" : "\"");
      for (const char *p = terms[i]; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (expression, '"');
          g_string_append_c (expression, *p);
        }
      g_string_append_c (expression, '"');
    }

  g_string_append_printf (self->sql, "(SELECT rowid FROM %s WHERE %s MATCH ", info->search,
                          info->search);
  add_text (self, expression->str);
  /* What is not indexed yet is looked at itself: CROSS has SQLite begin with the few of those, else
   * it reads the texts of all rows. */
  g_string_append_printf (
      self->sql,
      " AND rowid NOT IN (SELECT row_id FROM %s) UNION ALL "
      "SELECT u.row_id FROM %s u CROSS JOIN %s t ON t.row_id = u.row_id WHERE 1",
      info->unindexed, info->unindexed, info->texts);
  for (guint i = 0; terms[i] != NULL; i++)
    if (is_indexed (info, terms[i]))
      {
        add (self, " AND instr (t.search_fold, ");
        add_text (self, terms[i]);
        add (self, ")");
      }
  add (self, ")");
}

/* @frequent: many rows match, so the page's order index is walked and each row asked whether it is
 * among the hits; else the hits are looked up and sorted. The plus keeps SQLite from the latter. */
static void
add_search (SaneraQuerySql *self, SaneraQuery *query, gboolean frequent)
{
  const SaneraListInfo *info = sanera_list_get_info (query->list);
  g_auto (GStrv) terms = get_terms (query);
  gboolean any_indexed = FALSE;
  gboolean scanned = FALSE;

  if (terms[0] == NULL)
    return;

  for (guint i = 0; terms[i] != NULL; i++)
    any_indexed = any_indexed || is_indexed (info, terms[i]);
  if (any_indexed)
    {
      g_string_append_printf (self->sql, " AND %sr.row_id IN ", frequent ? "+" : "");
      add_match (self, info, terms);
    }

  for (guint i = 0; terms[i] != NULL; i++)
    {
      if (is_indexed (info, terms[i]))
        continue;
      if (info->texts == NULL)
        add (self, " AND instr (r.search_fold, ");
      else if (any_indexed)
        g_string_append_printf (
            self->sql, " AND instr ((SELECT search_fold FROM %s t WHERE t.row_id = r.row_id), ",
            info->texts);
      else if (!scanned)
        g_string_append_printf (self->sql,
                                " AND %sr.row_id IN (SELECT row_id FROM %s WHERE instr "
                                "(search_fold, ",
                                frequent ? "+" : "", info->texts);
      else
        add (self, " AND instr (search_fold, ");
      add_text (self, terms[i]);
      add (self, ")");
      scanned = TRUE;
    }
  if (scanned && info->texts != NULL && !any_indexed)
    add (self, ")");
}

/* Statements */

/**
 * sanera_query_sql_all:
 * @query: a query
 * @frequent: whether many rows are known to match the search
 *
 * Returns: (transfer full): all its rows, in order
 */
SaneraQuerySql *
sanera_query_sql_all (SaneraQuery *query, gboolean frequent)
{
  SaneraQuerySql *self = sql_new ();

  g_string_append_printf (self->sql, "SELECT r.row_id FROM %s r WHERE ",
                          sanera_list_get_info (query->list)->table);
  add_filters (self, query);
  add_search (self, query, frequent);
  sanera_query_append_order (query, self->sql);

  return self;
}

/**
 * sanera_query_sql_first:
 * @query: a query without a search
 * @limit: how many
 *
 * Returns: (transfer full): the first rows
 */
SaneraQuerySql *
sanera_query_sql_first (SaneraQuery *query, guint limit)
{
  SaneraQuerySql *self = sanera_query_sql_all (query, FALSE);

  add (self, " LIMIT ");
  add_int (self, limit);

  return self;
}

/**
 * sanera_query_sql_walk:
 * @query: a query with a search
 * @limit: how many hits are wanted
 * @budget: how many rows are looked at
 *
 * Looks for hits in the rows that come first in the page's order (in the query's order, when it has
 * that): finds what is frequent at once.
 *
 * Returns: (transfer full) (nullable): the hits, %NULL for a list without a table of texts
 */
SaneraQuerySql *
sanera_query_sql_walk (SaneraQuery *query, guint limit, guint budget)
{
  const SaneraListInfo *info = sanera_list_get_info (query->list);
  g_auto (GStrv) terms = get_terms (query);
  g_autoptr (SaneraQuery) ordered = NULL;
  SaneraQuerySql *self;

  if (info->texts == NULL)
    return NULL;

  ordered = sanera_query_has_page_order (query) ? sanera_query_ref (query)
                                                : sanera_query_with_order (query, "default", FALSE);
  self = sql_new ();
  add (self, "SELECT w.row_id FROM (SELECT r.row_id, (");
  add_filters (self, query);
  g_string_append_printf (self->sql, ") AS shown FROM %s r", info->table);
  sanera_query_append_order (ordered, self->sql);
  add (self, " LIMIT ");
  add_int (self, budget);
  add (self, ") w WHERE w.shown");
  for (guint i = 0; terms[i] != NULL; i++)
    {
      g_string_append_printf (self->sql,
                              " AND instr ((SELECT search_fold FROM %s t WHERE t.row_id = "
                              "w.row_id), ",
                              info->texts);
      add_text (self, terms[i]);
      add (self, ")");
    }
  add (self, " LIMIT ");
  add_int (self, limit);

  return self;
}

/**
 * sanera_query_sql_count:
 * @query: a query
 *
 * Returns: (transfer full): a statement that gives the number of its rows
 */
SaneraQuerySql *
sanera_query_sql_count (SaneraQuery *query)
{
  SaneraQuerySql *self = sql_new ();

  g_string_append_printf (self->sql, "SELECT count (*) FROM %s r WHERE ",
                          sanera_list_get_info (query->list)->table);
  add_filters (self, query);
  add_search (self, query, FALSE);

  return self;
}

/**
 * sanera_query_sql_prepare:
 * @self: a statement; must live until the rows are read
 * @db: the connection of this thread
 * @error: set when it cannot be prepared
 *
 * Returns: (transfer none) (nullable): the statement with its parameters bound
 */
sqlite3_stmt *
sanera_query_sql_prepare (SaneraQuerySql *self, SaneraDb *db, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, self->sql->str, error);

  for (guint i = 0; statement != NULL && i < self->parameters->len; i++)
    {
      Parameter *parameter = &g_array_index (self->parameters, Parameter, i);

      if (parameter->text != NULL)
        sanera_db_bind_text (statement, (int)i + 1, parameter->text);
      else
        sanera_db_bind_int (statement, (int)i + 1, parameter->number);
    }

  return statement;
}

/**
 * sanera_query_sql_get_text:
 * @self: a statement
 *
 * Returns: (transfer none): the SQL; for tests of how it is carried out
 */
const char *
sanera_query_sql_get_text (SaneraQuerySql *self)
{
  return self->sql->str;
}
