/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include <glib.h>

#include "sanera-odata-filter.h"
#include "store-changes.h"
#include "store-views.h"

static void
test_compiles (void)
{
  static const struct
  {
    const char *filter;
    const char *sql;
    guint bindings;
  } cases[] = {
    { "id eq 'a'", "((t.id IS ?))", 1 },
    { "ID ne null", "((t.id IS NOT ?))", 1 },
    { "vendor eq 'a''b'", "((coalesce (t.vendor, '') IS ?))", 1 },
    { "weaknesses gt 5 and weaknesses le 7",
      "(coalesce (coalesce (t.weaknesses, 0) > ?, 0) AND coalesce (coalesce (t.weaknesses, 0) <= "
      "?, "
      "0))",
      2 },
    { "not (id eq 'a' or id eq 'b')", "(NOT (((t.id IS ?) OR (t.id IS ?))))", 2 },
    { "startswith(id,'a')", "((coalesce (instr (t.id, ?), 0) = 1))", 1 },
    { "contains(id,'a') eq false", "(NOT (coalesce (instr (t.id, ?), 0) > 0))", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) sql = g_string_new (NULL);
      g_autoptr (GArray) bindings = sanera_bindings_new ();
      g_autoptr (GError) error = NULL;

      g_assert_true (sanera_odata_filter_compile (
          cases[i].filter, &sanera_view_recommendations.format, sql, bindings, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (sql->str, ==, cases[i].sql);
      g_assert_cmpuint (bindings->len, ==, cases[i].bindings);
    }
}

static gboolean
compiles (const char *filter)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) bindings = sanera_bindings_new ();
  g_autoptr (GError) error = NULL;
  gboolean ok = sanera_odata_filter_compile (filter, &sanera_view_recommendations.format, sql,
                                             bindings, &error);

  g_assert_true (ok == (error == NULL));
  if (!ok)
    g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
  return ok;
}

/* Nothing that comes in gets into the SQL, and nothing that is cut or changed anywhere crashes. */
static void
test_damaged (void)
{
  static const char good[] = "not (startswith(id,'it''s') eq true and (weaknesses ge -1.5e3 or "
                             "exposureImpact lt 2)) and publicExploit eq false and vendor ne null";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  g_assert_true (compiles (good));
  for (gsize cut = 0; cut < strlen (good); cut++)
    {
      g_autofree char *part = g_strndup (good, cut);

      compiles (part);
    }
  for (int i = 0; i < 20000; i++)
    {
      g_autofree char *changed = g_strdup (good);

      for (int j = 0; j < 3; j++)
        changed[g_rand_int_range (rand, 0, (gint32)strlen (good))] =
            (char)g_rand_int_range (rand, 1, 256);
      compiles (changed);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  for (int i = 0; i < 20; i++)
    g_string_append_c (deep, '(');
  g_string_append (deep, "weaknesses eq 1");
  for (int i = 0; i < 20; i++)
    g_string_append_c (deep, ')');
  g_assert_true (compiles (deep->str));

  g_string_truncate (deep, 0);
  for (int i = 0; i < 2000; i++)
    g_string_append (deep, "not ");
  g_assert_false (compiles (deep->str));
}

static void
test_cursor (void)
{
  SaneraCursor cursor = { g_uuid_string_random (), 12, 7 };
  SaneraCursor again = { 0 };
  g_autofree char *text = sanera_cursor_format (&cursor);

  g_assert_true (sanera_cursor_parse (text, &again));
  g_assert_cmpstr (again.uuid, ==, cursor.uuid);
  g_assert_cmpint (again.change, ==, 12);
  g_assert_cmpint (again.base, ==, 7);
  sanera_cursor_clear (&cursor);
  sanera_cursor_clear (&again);

  g_assert_false (sanera_cursor_parse ("", &again));
  g_assert_false (sanera_cursor_parse ("x.1.2", &again));
  g_assert_false (sanera_cursor_parse ("00000000-0000-4000-8000-000000000000.-1.2", &again));
  g_assert_false (
      sanera_cursor_parse ("00000000-0000-4000-8000-000000000000.99999999999999999999.2", &again));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/filter/compiles", test_compiles);
  g_test_add_func ("/server/filter/damaged", test_damaged);
  g_test_add_func ("/server/filter/deep", test_deep);
  g_test_add_func ("/server/cursor", test_cursor);

  return g_test_run ();
}
