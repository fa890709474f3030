/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Titles, descriptions and steps (R12): put together from fields, whole sentences only. The short
 * words for states and cells are in sanera-words.c. */

#include "config.h"

#include "sanera-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sanera-language.h"
#include "sanera-remediation-request.h"
#include "sanera-voice.h"
#include "sanera-words-private.h"

/**
 * Subject:
 *
 * What a sentence is made from; the same for a recommendation and for an activity.
 */
typedef struct
{
  SaneraRemediationType type;
  const char *component;
  const char *version; /* NULL: not known */
  gint64 weaknesses;
  gint64 fixable;
  gboolean end_of_support;
  double config_score;
} Subject;

/**
 * sanera_say:
 * @english: whether the English is wanted, whatever the interface language is
 * @message: a message marked for translation
 *
 * Returns: (transfer none): @message or its translation
 */
const char *
sanera_say (gboolean english, const char *message)
{
  if (english)
    return message;

  return sanera_voice_is_on () ? sanera_voice_get (NULL, message)
                               : g_dgettext (GETTEXT_PACKAGE, message);
}

/**
 * sanera_say_count:
 * @english: whether the English is wanted, whatever the interface language is
 * @one: a message for one
 * @many: the message for other numbers
 * @count: the number
 *
 * Returns: (transfer none): @one, @many or their translation
 */
const char *
sanera_say_count (gboolean english, const char *one, const char *many, gint64 count)
{
  gulong n = (gulong)ABS (count);

  if (english)
    return n == 1 ? one : many;

  return sanera_voice_is_on () ? sanera_voice_get_plural (one, many, n)
                               : g_dngettext (GETTEXT_PACKAGE, one, many, n);
}

/**
 * sanera_say_number:
 * @english: whether it is for an English sentence
 * @number: a number
 *
 * Returns: (transfer full): the number as the language of the sentence writes it
 */
char *
sanera_say_number (gboolean english, gint64 number)
{
  if (english)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return sanera_language_number (number);
}

static const char *
none_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static char *
make_title (const Subject *subject, gboolean english)
{
  const char *component = subject->component;
  const char *version = subject->version;

  switch (subject->type)
    {
    case SANERA_REMEDIATION_TYPE_UPDATE:
      if (version == NULL)
        /* Translators: title of a recommendation; %s is the name of a program. */
        return g_strdup_printf (sanera_say (english, "Update %s"), component);
      /* Translators: title of a recommendation; a program and a version, "Update Chrome to 129.0".
       */
      return g_strdup_printf (sanera_say (english, "Update %s to %s"), component, version);
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      if (version == NULL)
        /* Translators: title of a recommendation; %s is a product whose support has ended. */
        return g_strdup_printf (sanera_say (english, "Upgrade %s"), component);
      /* Translators: title of a recommendation; a product and the version that replaces it. */
      return g_strdup_printf (sanera_say (english, "Upgrade %s to %s"), component, version);
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      /* Translators: title of a recommendation; %s is the name of a program. */
      return g_strdup_printf (sanera_say (english, "Uninstall %s"), component);
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
      /* Translators: title of a recommendation; %s names a check, such as "SSH allows root". */
      return g_strdup_printf (sanera_say (english, "Change configuration: %s"), component);
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
      /* Translators: title of a recommendation for a program that has no fix yet. */
      return g_strdup_printf (sanera_say (english, "Attention required: %s"), component);
    default:
      return NULL;
    }
}

/* Whether @rest is the @component, alone or with " to <version>" behind it. */
static gboolean
match_component (const char *rest, const char *component, Subject *subject, char **version)
{
  gsize length;

  component = none_if_empty (component);
  if (component == NULL)
    return FALSE;
  length = strlen (component);
  if (g_ascii_strncasecmp (rest, component, length) != 0)
    return FALSE;

  rest += length;
  if (*rest == '\0')
    {
      *version = NULL;
      subject->component = component;
      return TRUE;
    }
  if (!g_str_has_prefix (rest, " to ") || rest[4] == '\0')
    return FALSE;
  *version = g_strdup (rest + 4);
  subject->component = component;
  return TRUE;
}

/* Takes an English title apart. Only one that is exactly ours is: of "Update Microsoft Defender
 * Antivirus definitions" nobody knows which part is a name. */
static gboolean
take_apart (const char *title,
            const char *component,
            const char *product,
            Subject *subject,
            char **version)
{
  static const struct
  {
    const char *prefix;
    SaneraRemediationType type;
  } patterns[] = {
    { "Update ", SANERA_REMEDIATION_TYPE_UPDATE },
    { "Upgrade ", SANERA_REMEDIATION_TYPE_UPGRADE },
    { "Uninstall ", SANERA_REMEDIATION_TYPE_UNINSTALL },
    { "Change configuration: ", SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE },
    { "Attention required: ", SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      const char *rest;

      if (!g_str_has_prefix (title, patterns[i].prefix))
        continue;
      rest = title + strlen (patterns[i].prefix);
      subject->type = patterns[i].type;
      return match_component (rest, component, subject, version) ||
             match_component (rest, product, subject, version);
    }

  return FALSE;
}

static char *
compose_title (const char *title,
               const char *type,
               const char *component,
               const char *product,
               const char *version,
               gboolean english)
{
  Subject subject = { 0 };
  g_autofree char *title_version = NULL;
  char *composed = NULL;

  title = none_if_empty (title);
  if (title != NULL)
    {
      if (english || !take_apart (title, component, product, &subject, &title_version))
        return g_strdup (title);
      subject.version = title_version;
    }
  else
    {
      subject.type =
          (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, type);
      subject.component = none_if_empty (component) != NULL ? component : none_if_empty (product);
      subject.version = none_if_empty (version);
    }

  if (subject.component != NULL)
    composed = make_title (&subject, english);
  if (composed == NULL)
    composed = g_strdup (title != NULL               ? title
                         : subject.component != NULL ? subject.component
                                                     : SANERA_WORDS_NONE);
  return composed;
}

static char *
two_sentences (gboolean english, char *first, char *second)
{
  g_autofree char *a = first;
  g_autofree char *b = second;

  if (b == NULL)
    return g_steal_pointer (&a);

  /* Translators: two whole sentences, one after the other; languages that write no space after a
   * full stop leave it out. */
  return g_strdup_printf (english ? "%s %s" : C_ ("two sentences", "%s %s"), a, b);
}

static char *
describe_update (const Subject *subject, gboolean english)
{
  gint64 unfixed = subject->weaknesses - subject->fixable;
  gboolean partly = subject->fixable > 0 && unfixed > 0;
  gint64 closed = partly ? subject->fixable : subject->weaknesses;
  g_autofree char *number = sanera_say_number (english, closed);
  g_autofree char *unfixed_number = sanera_say_number (english, unfixed);
  char *first, *second = NULL;

  if (subject->version != NULL)
    first = g_strdup_printf (
        sanera_say_count (english,
                          /* Translators: a program, a version, a number of vulnerabilities. */
                          "Update %s to version %s or later to close %s known vulnerability on "
                          "the exposed devices.",
                          "Update %s to version %s or later to close %s known vulnerabilities "
                          "on the exposed devices.",
                          closed),
        subject->component, subject->version, number);
  else
    first = g_strdup_printf (
        sanera_say_count (english,
                          /* Translators: a program, a number of vulnerabilities. */
                          "Update %s to a later version to close %s known vulnerability on the "
                          "exposed devices.",
                          "Update %s to a later version to close %s known vulnerabilities on "
                          "the exposed devices.",
                          closed),
        subject->component, number);

  if (partly)
    second = g_strdup_printf (
        /* Translators: %s is a number of vulnerabilities, beside those of the sentence before. */
        sanera_say_count (english, "%s more has no fix yet.", "%s more have no fix yet.", unfixed),
        unfixed_number);

  return two_sentences (english, first, second);
}

static char *
describe_upgrade (const Subject *subject, gboolean english)
{
  g_autofree char *number = sanera_say_number (english, subject->weaknesses);
  char *first, *second = NULL;

  if (subject->version != NULL)
    first = g_strdup_printf (
        sanera_say_count (
            english,
            /* Translators: a product, the version that replaces it, a number of vulnerabilities. */
            "Upgrade %s to %s to close %s known vulnerability on the exposed "
            "devices.",
            "Upgrade %s to %s to close %s known vulnerabilities on the exposed "
            "devices.",
            subject->weaknesses),
        subject->component, subject->version, number);
  else
    first = g_strdup_printf (
        sanera_say_count (english,
                          /* Translators: a product, a number of vulnerabilities. */
                          "Upgrade %s to a supported version to close %s known vulnerability "
                          "on the exposed devices.",
                          "Upgrade %s to a supported version to close %s known vulnerabilities "
                          "on the exposed devices.",
                          subject->weaknesses),
        subject->component, number);

  if (subject->end_of_support)
    second = g_strdup (
        sanera_say (english, "Its support has ended: it gets no security updates any more."));

  return two_sentences (english, first, second);
}

static char *
describe_uninstall (const Subject *subject, gboolean english)
{
  g_autofree char *number = sanera_say_number (english, subject->weaknesses);
  char *first, *second = NULL;

  first = g_strdup_printf (
      sanera_say_count (english,
                        /* Translators: a program, a number of vulnerabilities. */
                        "Uninstall %s to remove %s known vulnerability from the exposed devices.",
                        "Uninstall %s to remove %s known vulnerabilities from the exposed devices.",
                        subject->weaknesses),
      subject->component, number);
  if (subject->end_of_support)
    second = g_strdup (
        sanera_say (english, "Its support has ended: it gets no security updates any more."));

  return two_sentences (english, first, second);
}

static char *
describe_configuration (const Subject *subject, gboolean english)
{
  g_autofree char *points = NULL;
  char ascii[G_ASCII_DTOSTR_BUF_SIZE];

  if (!(subject->config_score > 0))
    return g_strdup_printf (
        /* Translators: %s names a check, such as "SSH allows root". */
        sanera_say (english, "Change the setting on the exposed devices that “%s” is about."),
        subject->component);

  /* English without the decimal sign of the process, which may be a comma. */
  points = english ? g_strdup (g_ascii_formatd (ascii, sizeof ascii, "%.2f", subject->config_score))
                   : sanera_language_decimal (subject->config_score, 2);
  return g_strdup_printf (
      sanera_say (english,
                  /* Translators: the name of a check, a number of points such as 9.00. */
                  "Change the setting on the exposed devices that “%s” is "
                  "about, to raise the configuration score by %s."),
      subject->component, points);
}

static char *
describe_attention (const Subject *subject, gboolean english)
{
  g_autofree char *number = sanera_say_number (english, subject->weaknesses);
  char *first, *second;

  first =
      g_strdup_printf (sanera_say_count (english,
                                         /* Translators: a program, a number of vulnerabilities. */
                                         "%s has %s known vulnerability that needs attention.",
                                         "%s has %s known vulnerabilities that need attention.",
                                         subject->weaknesses),
                       subject->component, number);
  second = g_strdup (
      sanera_say (english, "There is no specific action that could be carried out and measured."));

  return two_sentences (english, first, second);
}

static char *
make_description (const Subject *subject, gboolean english)
{
  if (subject->type == SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE)
    return describe_configuration (subject, english);
  if (subject->weaknesses <= 0)
    return g_strdup_printf (
        /* Translators: %s is the name of a program. */
        sanera_say (english, "No known vulnerability of %s is open on any device at present."),
        subject->component);

  switch (subject->type)
    {
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      return describe_upgrade (subject, english);
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      return describe_uninstall (subject, english);
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
      return describe_attention (subject, english);
    case SANERA_REMEDIATION_TYPE_UPDATE:
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
    default:
      return describe_update (subject, english);
    }
}

/**
 * sanera_words_recommendation_title:
 * @data: a recommendation
 * @english: in English, for search
 *
 * Returns: (transfer full): its title in the interface language; as it came when it is not one of
 *   our patterns
 */
char *
sanera_words_recommendation_title (const SaneraRecommendationData *data, gboolean english)
{
  g_return_val_if_fail (data != NULL, NULL);

  return compose_title (data->recommendation_name, data->remediation_type, data->related_component,
                        data->product_name, data->recommended_version, english);
}

/**
 * sanera_words_recommendation_description:
 * @data: a recommendation
 * @english: in English, for search
 *
 * Returns: (transfer full): what to do and how many weaknesses it closes; the interface that the
 *   rows come from has no such text
 */
char *
sanera_words_recommendation_description (const SaneraRecommendationData *data, gboolean english)
{
  Subject subject = { 0 };

  g_return_val_if_fail (data != NULL, NULL);

  sanera_remediation_options (data, &subject.type);
  subject.component = none_if_empty (data->related_component);
  if (subject.component == NULL)
    subject.component = none_if_empty (data->product_name);
  if (subject.component == NULL)
    return g_strdup (data->recommendation_name != NULL ? data->recommendation_name
                                                       : SANERA_WORDS_NONE);
  subject.version = none_if_empty (data->recommended_version);
  subject.weaknesses = data->weaknesses;
  subject.fixable = data->fixable_weaknesses;
  subject.end_of_support =
      data->tags != NULL && g_strv_contains ((const char *const *)data->tags, "EOS");
  subject.config_score = data->config_score_impact;

  return make_description (&subject, english);
}

/**
 * sanera_words_activity_title:
 * @data: an activity
 * @english: in English, for search
 *
 * Returns: (transfer full): its title in the interface language; as it came when it is not one of
 *   our patterns
 */
char *
sanera_words_activity_title (const SaneraActivityData *data, gboolean english)
{
  g_return_val_if_fail (data != NULL, NULL);

  return compose_title (data->title, data->type, data->related_component, data->name_id,
                        data->recommended_version, english);
}

/**
 * sanera_words_exception_title:
 * @data: an exception
 * @english: in English, for search
 *
 * Returns: (transfer full): the title of the recommendation that is set aside
 */
char *
sanera_words_exception_title (const SaneraRemediationExceptionData *data, gboolean english)
{
  g_return_val_if_fail (data != NULL, NULL);

  return compose_title (data->title, data->type, data->related_component, NULL,
                        data->recommended_version, english);
}

/**
 * sanera_words_security_task_title:
 * @data: a security task
 * @english: in English, for search
 *
 * Returns: (transfer full): what is to be done, in the interface language; as it came when it is
 *   not one of our patterns. One of several for the same activity (R3) says so: "(1 of 3)".
 */
char *
sanera_words_security_task_title (const SaneraSecurityTaskData *data, gboolean english)
{
  const gboolean several = data != NULL && data->parts > 1;
  g_autofree char *title = NULL;
  g_autofree char *part = NULL;
  g_autofree char *parts = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (english && none_if_empty (data->display_name) != NULL)
    return g_strdup (data->display_name);

  /* The English title of a part ends with its number. */
  title = compose_title (
      several ? NULL : data->display_name, data->type, data->related_component, data->app_name,
      data->recommended_version != NULL ? data->recommended_version : data->app_version, english);
  if (!several || english)
    return g_steal_pointer (&title);

  part = sanera_language_number (data->part);
  parts = sanera_language_number (data->parts);
  /* Translators: what is to be done, which one of several security tasks it is, how many there
   * are: "Update Chrome (1 of 3)" */
  return g_strdup_printf (C_ ("security task", "%s (%s of %s)"), title, part, parts);
}

/**
 * sanera_words_security_task_description:
 * @data: a security task
 *
 * Returns: (transfer full): what was requested, and why, in the interface language; the text that
 *   came where its fields do not tell
 */
char *
sanera_words_security_task_description (const SaneraSecurityTaskData *data)
{
  SaneraActivityData activity;

  g_return_val_if_fail (data != NULL, NULL);

  /* It says what the activity says; the texts stay those of the task. */
  sanera_noun_data_init (&sanera_activity_noun, &activity);
  activity.description = data->description;
  activity.type = data->type;
  activity.related_component =
      none_if_empty (data->related_component) != NULL ? data->related_component : data->app_name;
  activity.recommended_version = data->recommended_version;
  activity.weaknesses = data->weaknesses;
  activity.fixable_weaknesses = data->fixable_weaknesses;
  activity.title = data->display_name;

  return sanera_words_activity_description (&activity, FALSE);
}

/**
 * sanera_words_activity_description:
 * @data: an activity
 * @english: in English, for search
 *
 * Returns: (transfer full): what was requested; the text that came where its fields do not tell
 *   (another server than ours)
 */
char *
sanera_words_activity_description (const SaneraActivityData *data, gboolean english)
{
  Subject subject = { 0 };
  const char *came;

  g_return_val_if_fail (data != NULL, NULL);

  came = none_if_empty (data->description);
  subject.type =
      (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, data->type);
  subject.component = none_if_empty (data->related_component);
  if (subject.type == 0 || subject.component == NULL ||
      (came != NULL && data->weaknesses <= 0 &&
       subject.type != SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE))
    return came != NULL ? g_strdup (came) : sanera_words_activity_title (data, english);
  subject.version = none_if_empty (data->recommended_version);
  subject.weaknesses = data->weaknesses;
  subject.fixable = data->fixable_weaknesses;
  if (subject.weaknesses <= 0 && subject.type != SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE)
    return sanera_words_activity_title (data, english);

  return make_description (&subject, english);
}

static void
add_line (GString *out, const char *line)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, line);
}

static void
add_update_steps (GString *out, const char *component, const char *version)
{
  g_autofree char *get = NULL;

  if (version != NULL)
    /* Translators: a remediation step; a program and a version. */
    get = g_strdup_printf (_ ("Get version %2$s or later of %1$s from its vendor."), component,
                           version);
  else
    /* Translators: a remediation step; %s is the name of a program. */
    get = g_strdup_printf (_ ("Get the latest version of %s from its vendor."), component);
  add_line (out, get);
  add_line (out, _ ("Try it on a few devices first."));
  add_line (out, _ ("Deploy it to the exposed devices with the tool that manages them."));
}

static void
add_uninstall_steps (GString *out, const char *component)
{
  g_autofree char *ask = NULL;
  g_autofree char *remove = NULL;

  /* Translators: a remediation step; %s is the name of a program. */
  ask = g_strdup_printf (_ ("Find out who uses %s and what replaces it."), component);
  remove = g_strdup_printf (
      /* Translators: a remediation step; %s is the name of a program. */
      _ ("Uninstall %s from the exposed devices with the tool that manages them."), component);
  add_line (out, ask);
  add_line (out, remove);
}

/**
 * sanera_words_remediation_steps:
 * @remediation_type: (nullable): nick of #sanera_remediation_type_enum
 * @component: (nullable): name of the program or system
 * @version: (nullable): recommended version
 * @outside_text: (nullable): what a scanner wrote as the solution; shown as it came
 * @tenant: whether Microsoft Defender looks at the devices itself: then no report is imported
 *
 * The steps of the flyout [143], in the interface language.
 *
 * Returns: (transfer full): one step per line; those of @outside_text come last
 */
char *
sanera_words_remediation_steps (const char *remediation_type,
                                const char *component,
                                const char *version,
                                const char *outside_text,
                                gboolean tenant)
{
  GString *out = g_string_new (NULL);

  if (none_if_empty (component) == NULL)
    component = SANERA_WORDS_NONE;

  switch ((SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum,
                                                        remediation_type))
    {
    case SANERA_REMEDIATION_TYPE_UPDATE:
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      add_update_steps (out, component, none_if_empty (version));
      break;
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      add_uninstall_steps (out, component);
      break;
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
      add_line (out, _ ("Try the new setting on a few devices first."));
      add_line (out, _ ("Change the setting on the exposed devices with the tool that manages "
                        "them."));
      break;
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
      add_line (out, _ ("Watch the vendor’s notices: a fix may follow."));
      add_line (out, _ ("Limit the risk until then, for example by restricting access over the "
                        "network."));
      break;
    default:
      break;
    }
  if (out->len > 0 && !tenant && g_strcmp0 (remediation_type, "AttentionRequired") != 0)
    add_line (out, _ ("Have the devices scanned again and import the report: it shows which of "
                      "them are fixed."));
  if (none_if_empty (outside_text) != NULL)
    add_line (out, outside_text);

  return g_string_free (out, FALSE);
}
