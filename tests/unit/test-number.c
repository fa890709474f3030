/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "sanera-number.h"

static const char *
append (GString *out, double number)
{
  g_string_truncate (out, 0);
  sanera_number_append_double (out, number);

  return out->str;
}

static void
test_int (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  sanera_number_append_int (out, 0);
  sanera_number_append_int (out, -7);
  sanera_number_append_int (out, 1234567890);
  g_assert_cmpstr (out->str, ==, "0-71234567890");

  g_string_truncate (out, 0);
  sanera_number_append_int (out, G_MININT64);
  sanera_number_append_int (out, G_MAXINT64);
  g_assert_cmpstr (out->str, ==, "-92233720368547758089223372036854775807");
}

static void
test_double (void)
{
  static const struct
  {
    double number;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { -0.0, "0" },
    { -3, "-3" },
    { 0.1, "0.1" },
    { -0.05, "-0.05" },
    { 7.5, "7.5" },
    { 100.0625, "100.0625" },
    { 0.00001, "1e-05" },
    { -0.000025, "-2.5e-05" },
    { 0.00012345, "0.00012345" },
    { 1e300, "1e+300" },
    { 5e-324, "4.94065645841247e-324" },
    { 999999999999999, "999999999999999" },
    { 1e15, "1e+15" },
    { 0.3, "0.3" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 0.09999999999999999, "0.09999999999999999" },
    { 0.99999999999999994, "0.9999999999999999" },
    { 9.999999999999998, "9.999999999999998" },
    { 123456789.123456789, "123456789.12345679" },
    { 7.674418604651163, "7.674418604651163" },
    { 2.13801805651448e-05, "2.13801805651448e-05" },
    { 1.0 / 3, "0.3333333333333333" },
    { 1.0 / 1024, "0.0009765625" },
    { 0.0625, "0.0625" },
  };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (append (out, cases[i].number), ==, cases[i].text);
}

/* Whatever is written is read back as the same number, and is as short as printf() would find. */
static void
check_random (GString *out, double number)
{
  char shortest[G_ASCII_DTOSTR_BUF_SIZE];

  append (out, number);
  g_assert_true (memcmp (&number, &(double){ g_ascii_strtod (out->str, NULL) }, sizeof number) ==
                 0);

  g_ascii_formatd (shortest, sizeof shortest, "%.15g", number);
  if (g_ascii_strtod (shortest, NULL) != number)
    g_ascii_formatd (shortest, sizeof shortest, "%.16g", number);
  if (g_ascii_strtod (shortest, NULL) != number)
    g_ascii_formatd (shortest, sizeof shortest, "%.17g", number);
  g_assert_cmpstr (out->str, ==, shortest);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < 50000; i++)
    {
      const double number = g_rand_double_range (rand, -1, 1) + 1e-20;
      const double power = pow (10, g_rand_int_range (rand, -12, 15));

      check_random (out, number * power);
      check_random (out, number / 3 * power);
      check_random (out, round (number * 1000000) / 1000000 * power);
      check_random (out, (1 - fabs (number) * 1e-15) * power);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/int", test_int);
  g_test_add_func ("/number/double", test_double);
  g_test_add_func ("/number/random", test_random);

  return g_test_run ();
}
