/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-ids.h"

/* The ranges of a difference turn one list into the other. */
static void
test_diff (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (SaneraIds) from = sanera_ids_new ();
      g_autoptr (SaneraIds) to = sanera_ids_new ();
      g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray) ranges = NULL;
      guint n = (guint)g_test_rand_int_range (0, 40);

      for (guint32 i = 1; i <= n; i++)
        sanera_ids_append (from, i * 3);
      g_array_append_vals (list, from->ids, from->len);
      for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
        {
          guint at = (guint)g_test_rand_int_range (0, (gint32)list->len + 1);
          guint32 id = 0;

          switch (g_test_rand_int_range (0, 3))
            {
            case 0:
              id = 1000 + (guint32)(round * 10 + (guint)i);
              break;
            case 1:
              if (list->len > 0)
                g_array_remove_index (list, at % list->len);
              break;
            default:
              if (list->len > 0)
                {
                  id = g_array_index (list, guint32, at % list->len);
                  g_array_remove_index (list, at % list->len);
                  at = (guint)g_test_rand_int_range (0, (gint32)list->len + 1);
                }
              break;
            }
          if (id != 0)
            g_array_insert_val (list, MIN (at, list->len), id);
        }
      for (guint i = 0; i < list->len; i++)
        sanera_ids_append (to, g_array_index (list, guint32, i));

      ranges = sanera_ids_diff (from, to, 64);
      g_assert_nonnull (ranges);
      g_assert_cmpuint (ranges->len, <=, 10);
      g_array_set_size (list, 0);
      g_array_append_vals (list, from->ids, from->len);
      for (guint i = 0; i < ranges->len; i++)
        {
          SaneraIdsRange *range = &g_array_index (ranges, SaneraIdsRange, i);

          g_array_remove_range (list, range->position, range->removed);
          g_array_insert_vals (list, range->position, to->ids + range->position, range->added);
        }
      g_assert_cmpmem (list->data, list->len * sizeof (guint32), to->ids,
                       to->len * sizeof (guint32));
    }
}

static void
test_diff_limit (void)
{
  g_autoptr (SaneraIds) from = sanera_ids_new ();
  g_autoptr (SaneraIds) to = sanera_ids_new ();
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) enough = NULL;

  for (guint32 i = 1; i <= 100; i++)
    {
      sanera_ids_append (from, i);
      if (i % 10 != 5)
        sanera_ids_append (to, i);
    }
  none = sanera_ids_diff (from, to, 9);
  enough = sanera_ids_diff (from, to, 10);
  g_assert_null (none);
  g_assert_cmpuint (enough->len, ==, 10);
  g_assert_cmpuint (sanera_ids_follow (from, to, 20), ==, 17);
  /* 25 has gone: the next one below it */
  g_assert_cmpuint (sanera_ids_follow (from, to, 25), ==, 22);
  g_assert_cmpuint (sanera_ids_follow (from, to, 0), ==, 0);
  g_assert_cmpuint (sanera_ids_follow (from, to, 1000), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ids/diff", test_diff);
  g_test_add_func ("/ids/diff-limit", test_diff_limit);

  return g_test_run ();
}
