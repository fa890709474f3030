/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"
#include "sanera-device-group.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-time.h"
#include "sanera-vulnerability.h"

static void
test_names (void)
{
  const SaneraNoun *noun = &sanera_recommendation_noun;
  const SaneraField *field = sanera_noun_find (noun, "exposedMachinesCount");
  guint i;

  g_assert_nonnull (field);
  i = (guint)(field - noun->fields);
  g_assert_cmpstr (sanera_noun_get_column (noun, i), ==, "exposed_machines_count");
  g_assert_cmpstr (sanera_noun_get_property_name (noun, i), ==, "exposed-machines-count");
  g_assert_true (sanera_noun_find_column (noun, "exposed_machines_count") == field);
  g_assert_null (sanera_noun_find (noun, "noSuchKey"));
  g_assert_cmpstr (sanera_noun_get_column (noun, 0), ==, "id");
}

/* Every record type makes its properties from its table, and starts with the defaults. */
static void
test_defaults (void)
{
  const GType types[] = {
    SANERA_TYPE_RECOMMENDATION, SANERA_TYPE_ACTIVITY,      SANERA_TYPE_DEVICE_GROUP,
    SANERA_TYPE_VULNERABILITY,  SANERA_TYPE_SECURITY_TASK, SANERA_TYPE_REMEDIATION_EXCEPTION,
  };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (SaneraRecord) record = sanera_record_new (types[t], NULL);
      const SaneraNoun *noun = sanera_record_get_noun (record);
      gconstpointer data = sanera_record_get_data (record);

      for (guint i = 0; i < noun->n_fields; i++)
        {
          const SaneraField *field = &noun->fields[i];

          g_assert_nonnull (g_object_class_find_property (G_OBJECT_GET_CLASS (record),
                                                          sanera_noun_get_property_name (noun, i)));
          if (field->type == SANERA_FIELD_INT || field->type == SANERA_FIELD_DOUBLE)
            g_assert_cmpint (sanera_field_is_null (field, data), ==,
                             (field->flags & SANERA_FIELD_NULLABLE) != 0);
          else if (field->type != SANERA_FIELD_BOOL)
            g_assert_true (sanera_field_is_null (field, data));
        }
    }
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_ptr_array_add (user_data, (gpointer)pspec->name);
}

static void
test_update_notifies_what_changed (void)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);
  SaneraRecommendationData other;
  g_autoptr (SaneraRecord) record = NULL;
  g_autoptr (GPtrArray) notified = g_ptr_array_new ();
  const char *tags[] = { "EOS", NULL };

  data->id = g_strdup ("va-_-google-_-chrome");
  data->weaknesses = 38;
  record = sanera_record_new (SANERA_TYPE_RECOMMENDATION, data);
  g_assert_cmpstr (sanera_record_get_id (record), ==, "va-_-google-_-chrome");

  g_signal_connect (record, "notify", G_CALLBACK (notify_cb), notified);
  sanera_noun_data_init (&sanera_recommendation_noun, &other);
  sanera_noun_data_copy (&sanera_recommendation_noun, &other, data);
  g_assert_false (sanera_record_update (record, &other));
  g_assert_cmpuint (notified->len, ==, 0);

  other.weaknesses = 39;
  other.tags = g_strdupv ((char **)tags);
  g_assert_true (sanera_record_update (record, &other));
  g_assert_cmpuint (notified->len, ==, 2);
  g_assert_cmpint (sanera_recommendation_get_data (SANERA_RECOMMENDATION (record))->weaknesses, ==,
                   39);
  g_assert_cmpstr (sanera_recommendation_get_data (SANERA_RECOMMENDATION (record))->tags[0], ==,
                   "EOS");
  sanera_noun_data_clear (&sanera_recommendation_noun, &other);
}

static void
test_software (void)
{
  g_assert_cmpstr (sanera_recommendation_get_software ("va-_-google-_-chrome"), ==,
                   "google-_-chrome");
  g_assert_null (sanera_recommendation_get_software ("sca-_-scid-20000"));
  g_assert_null (sanera_recommendation_get_software ("opened"));
  g_assert_null (sanera_recommendation_get_software (NULL));
}

static void
test_enum (void)
{
  g_assert_cmpint (sanera_enum_from_nick (&sanera_remediation_type_enum, "AttentionRequired"), ==,
                   SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED);
  g_assert_cmpint (sanera_enum_from_nick (&sanera_remediation_type_enum, "Invented"), ==, 0);
  g_assert_cmpint (sanera_enum_from_nick (&sanera_remediation_type_enum, NULL), ==, 0);
  g_assert_cmpstr (sanera_enum_to_nick (&sanera_priority_enum, SANERA_PRIORITY_LOW), ==, "Low");
  g_assert_null (sanera_enum_to_nick (&sanera_priority_enum, 99));
}

/* Forms that Microsoft's interfaces really write, and forms nobody may accept. */
static void
test_time (void)
{
  static const struct
  {
    const char *text;
    const char *expected; /* NULL: refused */
  } cases[] = {
    { "2021-01-12T18:54:11.5499487Z", "2021-01-12T18:54:11.549948Z" },
    { "2021-01-13T00:00:00Z", "2021-01-13T00:00:00Z" },
    { "2018-08-01Z", "2018-08-01T00:00:00Z" },
    { "2018-08-01", "2018-08-01T00:00:00Z" },
    { "2017-01-01T00:02:43.5775965-08:00", "2017-01-01T08:02:43.577596Z" },
    { "2025-11-04T23:22:33.628728+05:00", "2025-11-04T18:22:33.628728Z" },
    { "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z" },
    { "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
    { "2023-02-29", NULL },
    { "2023-13-01", NULL },
    { "2023-1-01", NULL },
    { "2023-01-01T25:00:00Z", NULL },
    { "2023-01-01T12:00:00Zx", NULL },
    { "2023-01-01T12:00:00.Z", NULL },
    { "yesterday", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 time = sanera_time_parse (cases[i].text);
      char buffer[SANERA_TIME_BUFFER];

      if (cases[i].expected == NULL)
        g_assert_cmpint (time, ==, SANERA_INT_NULL);
      else
        g_assert_cmpstr (sanera_time_format (time, buffer), ==, cases[i].expected);
    }
}

static void
test_date (void)
{
  int year, month, day;

  /* Every day of four centuries comes back as itself. */
  for (gint64 d = sanera_date_new (1900, 1, 1); d < sanera_date_new (2300, 1, 1);
       d += SANERA_TIME_DAY)
    {
      g_assert_true (sanera_date_get (d, &year, &month, &day));
      g_assert_cmpint (sanera_date_new (year, month, day), ==, d);
    }

  g_assert_cmpint (sanera_date_parse ("2026-12-25"), ==, sanera_date_new (2026, 12, 25));
  g_assert_cmpint (sanera_date_parse ("2026-12-25T00:00:00Z"), ==, sanera_date_new (2026, 12, 25));
  g_assert_cmpint (sanera_date_parse ("2026-12-25T01:00:00Z"), ==, SANERA_INT_NULL);
  g_assert_cmpint (sanera_date_parse ("2026-12-25T00:00:00+01:00"), ==, SANERA_INT_NULL);
  g_assert_cmpint (sanera_time_floor_day (-1), ==, -SANERA_TIME_DAY);
  g_assert_false (sanera_date_get (SANERA_INT_NULL, &year, &month, &day));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/noun/names", test_names);
  g_test_add_func ("/model/record/defaults", test_defaults);
  g_test_add_func ("/model/record/update", test_update_notifies_what_changed);
  g_test_add_func ("/model/recommendation/software", test_software);
  g_test_add_func ("/model/enum", test_enum);
  g_test_add_func ("/model/time", test_time);
  g_test_add_func ("/model/date", test_date);
  return g_test_run ();
}
