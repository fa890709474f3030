/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-report.h"

G_BEGIN_DECLS

/**
 * SaneraFindingKind:
 * @SANERA_FINDING_VULNERABILITY: a weakness of a component; the only kind that figures count
 * @SANERA_FINDING_CHECK: a configuration check that failed
 * @SANERA_FINDING_SECRET: a secret lying about; what it is, is never kept
 * @SANERA_FINDING_END_OF_SUPPORT: an operating system past its end of support
 *
 * The values stand in the database (vulnerabilities.kind).
 */
typedef enum
{
  SANERA_FINDING_VULNERABILITY = 0,
  SANERA_FINDING_CHECK = 1,
  SANERA_FINDING_SECRET = 2,
  SANERA_FINDING_END_OF_SUPPORT = 3,
} SaneraFindingKind;

/**
 * SaneraReportDevice:
 * @name: what the report calls it
 * @os_platform: (nullable): "Debian", "Windows11", …
 * @os_version: (nullable): "12.11"
 * @group: (nullable): the device group that it is in where it comes from; used while it has none
 * @assessed_on: when, microseconds since 1970
 * @failed: whether the scanner could not log in, and says so: what needs that is unknown then
 * @fqdn: (nullable): its full name in the DNS
 * @machine_id: (nullable): what an agent or its management calls it, as "<source>:<id>"; ids of
 *   different sources say nothing about each other
 * @serial: (nullable): serial number of its hardware
 * @mac: (nullable): hardware addresses of its network cards, with blanks or commas between them
 * @address: (nullable): its address in the network
 * @tags: (nullable): tags that its management gave it
 *
 * A device that a report is about, and what it may be known again by.
 */
typedef struct
{
  const char *name;
  const char *os_platform;
  const char *os_version;
  const char *group;
  gint64 assessed_on;
  gboolean failed;
  const char *fqdn;
  const char *machine_id;
  const char *serial;
  const char *mac;
  const char *address;
  const char *const *tags;
} SaneraReportDevice;

/**
 * SaneraFinding:
 * @kind: what was found
 * @component: id of the recommendation about the component: `va-_-<vendor>-_-<product>`,
 *   `sca-_-<check>`; never contains a version
 * @vendor: who makes it, or the ecosystem it comes from
 * @product: its name
 * @category: nick of #sanera_recommendation_category_enum
 * @sub_category: (nullable): kind of check or package
 * @weakness: id of the weakness or check: CVE-…, GHSA-…, DS002
 * @aliases: (nullable): other ids of the same weakness
 * @title: (nullable): of the weakness, as it came
 * @description: (nullable): as it came
 * @severity: (nullable): nick of #sanera_severity_enum
 * @cvss: base score, NAN when there is none
 * @cvss_vector: (nullable): its vector
 * @published_on: or %SANERA_INT_NULL
 * @updated_on: or %SANERA_INT_NULL
 * @url: (nullable): where to read more
 * @public_exploit: whether an exploit is known to be public
 * @installed_version: (nullable): as found
 * @fixed_version: (nullable): the version to go to; "" when there is a fix and it is not said
 *   which version has it; %NULL while there is none
 * @end_of_support: whether the component is past its end of support
 * @remediation: (nullable): the scanner's own words on what to do
 * @said_not_affected: whether the report says that it does not matter here; it is open all the same
 *   until a person makes an exception
 * @reason: (nullable): why, in its words
 * @continued: whether it belongs to the same entry of the report as the one before it
 *
 * One weakness of one component on the present device.
 */
typedef struct
{
  SaneraFindingKind kind;
  const char *component;
  const char *vendor;
  const char *product;
  const char *category;
  const char *sub_category;
  const char *weakness;
  const char *const *aliases;
  const char *title;
  const char *description;
  const char *severity;
  double cvss;
  const char *cvss_vector;
  gint64 published_on;
  gint64 updated_on;
  const char *url;
  gboolean public_exploit;
  const char *installed_version;
  const char *fixed_version;
  gboolean end_of_support;
  const char *remediation;
  gboolean said_not_affected;
  const char *reason;
  gboolean continued;
} SaneraFinding;

/**
 * SaneraCatalogueKind:
 * @SANERA_CATALOGUE_EXPLOITED: weaknesses that are known to be exploited
 * @SANERA_CATALOGUE_PROBABILITY: how probable it is that each will be
 *
 * Lists of what is known of weaknesses anywhere. The values stand in the database.
 */
typedef enum
{
  SANERA_CATALOGUE_EXPLOITED = 0,
  SANERA_CATALOGUE_PROBABILITY = 1,
} SaneraCatalogueKind;

/**
 * SaneraFact:
 * @weakness: id, of the form CVE-2024-1234
 * @known_on: since when it is known to be exploited, or %SANERA_INT_NULL
 * @probability: of being exploited in the next 30 days, 0 to 1, or NAN
 *
 * What a catalogue says of one weakness.
 */
typedef struct
{
  const char *weakness;
  gint64 known_on;
  double probability;
} SaneraFact;

/**
 * SaneraImportSink:
 * @device: a device begins; everything up to the next one is about it
 * @part: a part of the device was assessed: a class and type; the same part may come again
 * @installed: a component is installed in the present part, exposed or not
 * @finding: something was found in the present part
 * @statement: (nullable): what somebody says of a weakness of a component wherever it is: no
 *   finding; said_not_affected tells whether it matters there
 * @catalogue: (nullable): a whole catalogue begins, published then; what it does not name is not so
 *   any more
 * @fact: (nullable): an entry of it
 *
 * What an importer tells while it reads. Everything passed is valid during the call only; each
 * returns %FALSE with an error to stop.
 */
typedef struct
{
  gboolean (*device) (const SaneraReportDevice *device, gpointer data, GError **error);
  gboolean (*part) (const char *part, gpointer data, GError **error);
  gboolean (*installed) (const char *component, const char *version, gpointer data, GError **error);
  gboolean (*finding) (const SaneraFinding *finding, gpointer data, GError **error);
  gboolean (*statement) (const SaneraFinding *statement, gpointer data, GError **error);
  gboolean (*catalogue) (SaneraCatalogueKind kind,
                         gint64 published_on,
                         gpointer data,
                         GError **error);
  gboolean (*fact) (const SaneraFact *fact, gpointer data, GError **error);
} SaneraImportSink;

/**
 * SaneraImportJoin:
 * @create: begins one
 * @read: keeps what a report says
 * @goes_on: whether some of it is in a report that has not been read: what @tell leaves out is
 *   unknown then, also in the parts that it names
 * @tell: tells what all of them say together, after the last one
 * @free: ends it
 *
 * How reports are read that mean something only together: pages, or tables that name each other's
 * rows.
 */
typedef struct
{
  gpointer (*create) (const SaneraReport *report, GError **error);
  gboolean (*read) (gpointer join, const SaneraReport *report, GError **error);
  gboolean (*goes_on) (gpointer join);
  gboolean (*tell) (gpointer join, const SaneraImportSink *sink, gpointer data, GError **error);
  void (*free) (gpointer join);
} SaneraImportJoin;

/**
 * SaneraImporter:
 * @format: id of the format, also the source of its assessments: "trivy"
 * @label: what people call it: "Trivy"
 * @recognise: whether this is such a report, judged by its content
 * @read: (nullable): reads it
 * @join: (nullable): reads it together with others; then there is no @read
 *
 * One format. @recognise may be asked several times, with more of the head each time. @read fails
 * with one sentence that names file, place and reason.
 */
typedef struct
{
  const char *format;
  const char *label;
  gboolean (*recognise) (const SaneraReportHead *head);
  gboolean (*read) (const SaneraReport *report,
                    const SaneraImportSink *sink,
                    gpointer data,
                    GError **error);
  const SaneraImportJoin *join;
} SaneraImporter;

extern const SaneraImporter sanera_importer_cyclonedx;
extern const SaneraImporter sanera_importer_defender;
extern const SaneraImporter sanera_importer_epss;
extern const SaneraImporter sanera_importer_grype;
extern const SaneraImporter sanera_importer_kev;
extern const SaneraImporter sanera_importer_nessus;
extern const SaneraImporter sanera_importer_openvas;
extern const SaneraImporter sanera_importer_osv;
extern const SaneraImporter sanera_importer_tenable;
extern const SaneraImporter sanera_importer_trivy;

const SaneraImporter *sanera_importer_detect (const SaneraReport *report, GError **error);
char *sanera_importer_component_id (const char *vendor, const char *product);
char *sanera_importer_check_id (const char *check);
const char *sanera_importer_severity (const char *word);

G_END_DECLS
