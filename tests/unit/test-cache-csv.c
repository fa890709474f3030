/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files: RFC 4180, and no cell that a spreadsheet would calculate. */
#include "sanera-csv.h"

#include "sanera-field.h"
#include "sanera-time.h"

static char *
write_cell (SaneraCsvKind kind, gboolean decimal_comma, const char *text)
{
  g_autoptr (SaneraCsv) csv = sanera_csv_new (kind, decimal_comma);
  g_autoptr (GBytes) bytes = NULL;

  sanera_csv_add (csv, text);
  sanera_csv_add_int (csv, 28500);
  sanera_csv_end_row (csv);
  bytes = sanera_csv_to_bytes (csv);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_formulas (void)
{
  static const struct
  {
    const char *text;
    const char *written;
  } cases[] = {
    { "=1+1", "\"'=1+1\",28500\r\n" },
    { "+1", "\"'+1\",28500\r\n" },
    { "-1", "\"'-1\",28500\r\n" },
    { "@SUM(A1)", "\"'@SUM(A1)\",28500\r\n" },
    { "\tx", "\"'\tx\",28500\r\n" },
    { "\rx", "\"'\rx\",28500\r\n" },
    { "\357\274\235x", "\"'\357\274\235x\",28500\r\n" },
    { "\357\274\213x", "\"'\357\274\213x\",28500\r\n" },
    { "\357\274\215x", "\"'\357\274\215x\",28500\r\n" },
    { "\357\274\240x", "\"'\357\274\240x\",28500\r\n" },
    { "a \"b\", c", "\"a \"\"b\"\", c\",28500\r\n" },
    { "a\nb", "\"a\nb\",28500\r\n" },
    { "", ",28500\r\n" },
    { NULL, ",28500\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = write_cell (SANERA_CSV_MACHINE, TRUE, cases[i].text);

      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

static void
test_spreadsheet (void)
{
  g_autofree char *comma = write_cell (SANERA_CSV_SPREADSHEET, FALSE, "a");
  g_autofree char *semicolon = write_cell (SANERA_CSV_SPREADSHEET, TRUE, "a");

  g_assert_cmpstr (comma, ==, "\357\273\277\"a\",28500\r\n");
  g_assert_cmpstr (semicolon, ==, "\357\273\277\"a\";28500\r\n");
}

static void
test_dates (void)
{
  g_autoptr (SaneraCsv) csv = sanera_csv_new (SANERA_CSV_MACHINE, FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  sanera_csv_add_date (csv, sanera_date_new (2026, 12, 25));
  sanera_csv_add_date (csv, SANERA_INT_NULL);
  sanera_csv_add_int (csv, SANERA_INT_NULL);
  sanera_csv_add_time (csv, SANERA_INT_NULL);
  sanera_csv_end_row (csv);
  bytes = sanera_csv_to_bytes (csv);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, "2026-12-25,,,\r\n");
}

/* Numbers in full; those below zero are numbers and no formulas (F9). */
static void
test_numbers (void)
{
  static const struct
  {
    SaneraCsvKind kind;
    gboolean decimal_comma;
    double number;
    const char *written;
  } cases[] = {
    { SANERA_CSV_MACHINE, TRUE, 7.67, "-28500,7.67,true\r\n" },
    { SANERA_CSV_MACHINE, FALSE, -0.5, "-28500,-0.5,true\r\n" },
    { SANERA_CSV_MACHINE, FALSE, 0.1 + 0.2, "-28500,0.30000000000000004,true\r\n" },
    { SANERA_CSV_MACHINE, FALSE, 1000000, "-28500,1000000,true\r\n" },
    { SANERA_CSV_SPREADSHEET, TRUE, 7.67, "\357\273\277-28500;7,67;true\r\n" },
    { SANERA_CSV_SPREADSHEET, FALSE, 7.67, "\357\273\277-28500,7.67,true\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaneraCsv) csv = sanera_csv_new (cases[i].kind, cases[i].decimal_comma);
      g_autoptr (GBytes) bytes = NULL;

      sanera_csv_add_int (csv, -28500);
      sanera_csv_add_double (csv, cases[i].number);
      sanera_csv_add_bool (csv, TRUE);
      sanera_csv_end_row (csv);
      bytes = sanera_csv_to_bytes (csv);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), cases[i].written,
                       strlen (cases[i].written));
    }
}

/* ISO either way; a spreadsheet reads moments only without T and Z, in the person's own time. */
static void
test_times (void)
{
  gint64 time = sanera_date_new (2026, 12, 25) + 14 * 3600 * SANERA_TIME_SECOND + 1234;
  g_autoptr (SaneraCsv) machine = sanera_csv_new (SANERA_CSV_MACHINE, FALSE);
  g_autoptr (SaneraCsv) people = sanera_csv_new (SANERA_CSV_SPREADSHEET, FALSE);
  g_autoptr (GBytes) machine_bytes = NULL;
  g_autoptr (GBytes) people_bytes = NULL;
  const char *machine_text = "2026-12-25T14:00:00Z,";
  const char *people_text = "\357\273\2772026-12-25 14:00:00,";

  sanera_csv_add_time (machine, time);
  sanera_csv_add_words (machine, g_strdup ("–"));
  sanera_csv_add_time (people, time);
  sanera_csv_add_words (people, g_strdup ("–"));
  machine_bytes = sanera_csv_to_bytes (machine);
  people_bytes = sanera_csv_to_bytes (people);
  g_assert_cmpmem (g_bytes_get_data (machine_bytes, NULL), g_bytes_get_size (machine_bytes),
                   machine_text, strlen (machine_text));
  g_assert_cmpmem (g_bytes_get_data (people_bytes, NULL), g_bytes_get_size (people_bytes),
                   people_text, strlen (people_text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/formulas", test_formulas);
  g_test_add_func ("/csv/spreadsheet", test_spreadsheet);
  g_test_add_func ("/csv/dates", test_dates);
  g_test_add_func ("/csv/numbers", test_numbers);
  g_test_add_func ("/csv/times", test_times);
  return g_test_run ();
}
