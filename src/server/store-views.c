/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-views.h"

#include "sanera-activity.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-vulnerability.h"

/* The lists of the interface. */

#define RECOMMENDATION_EXISTS "SELECT row_id FROM recommendations WHERE id = ?1"
#define TASK_EXISTS "SELECT row_id FROM remediation_tasks WHERE id = ?1"
#define SECURITY_TASK_EXISTS "SELECT row_id FROM security_tasks WHERE id = ?1"
#define MACHINE_EXISTS "SELECT row_id FROM machines WHERE id = ?1"

#define EXPOSED_TO_RECOMMENDATION          \
  "t.retired_on IS NULL AND t.row_id IN (" \
  "SELECT machine FROM findings WHERE recommendation = (" RECOMMENDATION_EXISTS ") AND open = 1)"

/* A retired device has left the targets (rule R6), but for an activity that somebody completed by
 * hand: its numbers, and so its devices, stay as they were then. */
#define AMONG_TARGETS                                                                   \
  "(t.retired_on IS NULL OR EXISTS (SELECT 1 FROM remediation_tasks WHERE id = ?1 AND " \
  "status = 'Completed' AND completion_method IS NOT 'Automatic'))"

/* An assessment that was called complete since (R6) has not named what it says of this part. */
#define IS_NAMED(installation)                                             \
  "NOT EXISTS (SELECT 1 FROM assessments n WHERE n.row_id = " installation \
  ".assessment AND n.assessed_on > n.named_on)"

/* What totalMachineCount counts: the devices that have the component, exposed or not. Each of them
 * once, however many scanners name it. @component: its id */
#define HAS_INSTALLED(component)                                                            \
  "i.component = (SELECT row_id FROM components WHERE id = " component                      \
  ") AND t.retired_on IS NULL AND " IS_NAMED (                                              \
      "i") " AND NOT EXISTS (SELECT 1 FROM "                                                \
           "installations o WHERE o.component = i.component AND o.machine = i.machine AND " \
           "o.assessment < i.assessment AND " IS_NAMED ("o") ")"

/* A failed check is no software, and its devices have nothing installed. */
#define IS_SOFTWARE "substr (?1, 1, 5) = 'va-_-'"

#define OF_RECOMMENDATION                                                             \
  "t.row_id IN ("                                                                     \
  "SELECT vulnerability FROM findings WHERE recommendation = (" RECOMMENDATION_EXISTS \
  ") AND open = 1)"

/* What each scanner says, and when it said so. Where two disagree, exposed wins (rule R6), and this
 * names both. A scanner that has seen the component, but nothing wrong with it, has found nothing.
 * With one scanner for the whole fleet nobody asks about that. @findings: conditions on f;
 * @installed: on i, together with the component's id c.id; @counted: what is counted of those
 * findings that are open. */
#define SAYS(findings, installed, counted)                                                         \
  "SELECT json_group_array (json_object ('source', source, 'says', CASE WHEN n > 0 THEN "          \
  "'exposed' "                                                                                     \
  "WHEN failed THEN 'unknown' WHEN found THEN 'fixed' ELSE 'notFound' END, 'count', n, 'on', "     \
  "strftime ('%Y-%m-%dT%H:%M:%SZ', said_on / 1000000, 'unixepoch'))) FROM (SELECT source, count "  \
  "(DISTINCT counted) AS n, max (failed) AS failed, max (found) AS found, max (said_on) AS "       \
  "said_on FROM (SELECT a.source, CASE WHEN f.open = 1 THEN " counted " END AS counted, a.result " \
  "= 'Failed' AS failed, 1 AS found, a.assessed_on AS said_on FROM findings f JOIN assessments a " \
  "ON a.row_id = f.assessment WHERE " findings " UNION ALL SELECT a.source, NULL, a.result = "     \
  "'Failed', 0, a.assessed_on FROM components c JOIN installations i ON i.component = c.row_id "   \
  "JOIN assessments a ON a.row_id = i.assessment WHERE " installed                                 \
  " AND (SELECT min (source) FROM "                                                                \
  "machine_sources) <> (SELECT max (source) FROM machine_sources)) GROUP BY "                      \
  "source "                                                                                        \
  "ORDER BY n > 0 DESC, source)"

/* Somebody says so of this device, whatever this finding says. */
#define FOUND_BY_SOMEBODY                                                                          \
  " AND EXISTS (SELECT 1 FROM findings o WHERE o.recommendation = f.recommendation AND o.machine " \
  "= f.machine AND o.vulnerability = f.vulnerability AND o.open = 1)"

static const char *const machine_reference_keys[] = { "id", "computerDnsName", "osPlatform",
                                                      "rbacGroupName", NULL };

static const SaneraRowOverride recommendation_overrides[] = {
  { "exposureImpact", SANERA_EXPOSURE_IMPACT },
  { NULL, NULL },
};

#define EXPOSED_VERSION                                                                            \
  "SELECT highest_version (r.vendor, f.installed_version) FROM findings f JOIN recommendations r " \
  "ON r.row_id = f.recommendation WHERE r.id = ?1 AND f.machine = t.row_id AND f.open = 1"

#define DEVICE_SAYS                                     \
  SAYS ("f.recommendation = (" RECOMMENDATION_EXISTS    \
        ") AND f.machine = t.row_id" FOUND_BY_SOMEBODY, \
        "c.id = ?1 AND i.machine = t.row_id", "f.vulnerability")

static const SaneraRowOverride exposed_machine_overrides[] = {
  { "state", "'exposed'" },
  { "installedVersion", EXPOSED_VERSION },
  { "sources", DEVICE_SAYS },
  { NULL, NULL },
};

/* A scanner that names only what is weak says no more of a version when the weakness is gone: what
 * the device has now is not known. */
#define IS_OF_THE_PAST                                                                \
  "EXISTS (SELECT 1 FROM findings g WHERE g.recommendation = (" RECOMMENDATION_EXISTS \
  ") AND g.machine = v.machine AND g.assessment = v.assessment AND g.open = 0 AND "   \
  "g.installed_version IS v.version)"

/* A device that is exposed says here what it says among the exposed ones; of the others nothing is
 * known but what they have. */
static const SaneraRowOverride installed_machine_overrides[] = {
  { "state", "CASE WHEN EXISTS (SELECT 1 FROM findings f WHERE f.recommendation = "
             "(" RECOMMENDATION_EXISTS ") AND f.machine = t.row_id AND f.open = 1) THEN 'exposed' "
             "END" },
  { "installedVersion",
    "coalesce (nullif ((" EXPOSED_VERSION "), ''), nullif ((SELECT highest_version ((SELECT "
    "vendor FROM recommendations WHERE id = ?1), v.version) FROM installations v WHERE v.component "
    "= i.component AND v.machine = i.machine AND " IS_NAMED ("v") " AND NOT " IS_OF_THE_PAST
                                                                  "), ''))" },
  { "sources", DEVICE_SAYS },
  { NULL, NULL },
};

static const SaneraRowOverride vulnerability_overrides[] = {
  { "fixedVersion",
    "SELECT highest_version (r.vendor, f.fixed_version) FROM findings f JOIN recommendations r "
    "ON r.row_id = f.recommendation WHERE r.id = ?1 AND f.vulnerability = t.row_id AND f.open = "
    "1" },
  { "sources",
    SAYS ("f.recommendation = (" RECOMMENDATION_EXISTS
          ") AND f.vulnerability = t.row_id" FOUND_BY_SOMEBODY,
          "c.id = ?1 AND i.machine IN (SELECT machine FROM findings WHERE recommendation = "
          "(" RECOMMENDATION_EXISTS ") AND vulnerability = t.row_id AND open = 1)",
          "f.machine") },
  { NULL, NULL },
};

/* How the device stands in the activity of the ticket, and what it has of the component. */
static const SaneraRowOverride security_task_device_overrides[] = {
  { "state", "SELECT m.state FROM task_machines m JOIN remediation_tasks a ON a.row_id = m.task"
             " JOIN security_tasks s ON s.remediation_task_id = a.id"
             " WHERE s.id = ?1 AND m.machine = t.row_id" },
  { "stateReason", "SELECT m.reason FROM task_machines m"
                   " JOIN remediation_tasks a ON a.row_id = m.task"
                   " JOIN security_tasks s ON s.remediation_task_id = a.id"
                   " WHERE s.id = ?1 AND m.machine = t.row_id" },
  { "installedVersion", "SELECT highest_version (r.vendor, f.installed_version) FROM findings f"
                        " JOIN recommendations r ON r.row_id = f.recommendation"
                        " JOIN security_tasks s ON s.recommendation_reference = r.id"
                        " WHERE s.id = ?1 AND f.machine = t.row_id AND f.open = 1" },
  { NULL, NULL },
};

static const SaneraRowOverride task_device_overrides[] = {
  { "state", "m.state" },
  { "stateReason", "m.reason" },
  { "sources",
    SAYS ("f.recommendation = (SELECT r.row_id FROM recommendations r JOIN remediation_tasks k ON "
          "k.recommendation_reference = r.id WHERE k.id = ?1) AND f.machine = t.row_id AND EXISTS "
          "(SELECT 1 FROM task_targets g WHERE g.task = m.task AND g.machine = f.machine AND "
          "g.vulnerability = f.vulnerability)",
          "c.id = (SELECT recommendation_reference FROM remediation_tasks WHERE id = ?1) AND "
          "i.machine = t.row_id",
          "f.vulnerability") },
  { NULL, NULL },
};

static const SaneraRowOverride machine_recommendation_overrides[] = {
  { "sources",
    SAYS ("f.recommendation = t.row_id AND f.machine = (" MACHINE_EXISTS ")" FOUND_BY_SOMEBODY,
          "c.id = t.id AND i.machine = (" MACHINE_EXISTS ")",
          "f.vulnerability") },
  { NULL, NULL },
};

#define DEFENDER(noun_, ...)                                     \
  {                                                              \
    .noun = &noun_, .dialect = SANERA_JSON_DEFENDER, __VA_ARGS__ \
  }
#define OWN(noun_, ...)                                        \
  {                                                            \
    .noun = &noun_, .dialect = SANERA_JSON_SANERA, __VA_ARGS__ \
  }

const SaneraRowFormat sanera_format_own_recommendation = OWN (sanera_recommendation_noun);
const SaneraRowFormat sanera_format_own_task = OWN (sanera_activity_noun);
const SaneraRowFormat sanera_format_own_group = OWN (sanera_device_group_noun);
const SaneraRowFormat sanera_format_own_exception = OWN (sanera_remediation_exception_noun);
const SaneraRowFormat sanera_format_own_security_task = OWN (sanera_security_task_noun);
const SaneraRowFormat sanera_format_own_machine = OWN (sanera_device_noun);

const SaneraView sanera_view_recommendations = {
  .format = DEFENDER (sanera_recommendation_noun, .overrides = recommendation_overrides),
  .context = "Recommendations",
  .from = "recommendations t",
};

const SaneraView sanera_view_recommendation_machines = {
  .format = DEFENDER (sanera_device_noun, .keys = machine_reference_keys),
  .context = "MachineReferences",
  .from = "machines t",
  .condition = EXPOSED_TO_RECOMMENDATION,
  .parent = RECOMMENDATION_EXISTS,
  .parent_name = "Recommendation",
};

const SaneraView sanera_view_own_recommendation_machines = {
  .format = OWN (sanera_device_noun, .overrides = exposed_machine_overrides),
  .context = "MachineReferences",
  .from = "machines t",
  .condition = EXPOSED_TO_RECOMMENDATION,
  .parent = RECOMMENDATION_EXISTS,
  .parent_name = "Recommendation",
};

const SaneraView sanera_view_own_installed_machines = {
  .format = OWN (sanera_device_noun, .overrides = installed_machine_overrides),
  .context = "MachineReferences",
  .from = "installations i JOIN machines t ON t.row_id = i.machine",
  .condition = HAS_INSTALLED ("?1") " AND " IS_SOFTWARE,
  .row = "i.machine",
  .parent = RECOMMENDATION_EXISTS,
  .parent_name = "Recommendation",
};

/* Defender knows software by its id, which is that of the recommendation about it without what it
 * begins with. */
const SaneraView sanera_view_software_machines = {
  .format = DEFENDER (sanera_device_noun, .keys = machine_reference_keys),
  .context = "MachineReferences",
  .from = "installations i JOIN machines t ON t.row_id = i.machine",
  .condition = HAS_INSTALLED ("'va-_-' || ?1"),
  .row = "i.machine",
  .parent = "SELECT row_id FROM components WHERE id = 'va-_-' || ?1",
  .parent_name = "Software",
};

const SaneraView sanera_view_recommendation_vulnerabilities = {
  .format = DEFENDER (sanera_vulnerability_noun),
  .context = "Collection(Analytics.Contracts.PublicAPI.PublicVulnerabilityDto)",
  .from = "vulnerabilities t",
  .condition = OF_RECOMMENDATION,
  .parent = RECOMMENDATION_EXISTS,
  .parent_name = "Recommendation",
};

const SaneraView sanera_view_own_recommendation_vulnerabilities = {
  .format = OWN (sanera_vulnerability_noun, .overrides = vulnerability_overrides),
  .context = "Vulnerabilities",
  .from = "vulnerabilities t",
  .condition = OF_RECOMMENDATION,
  .parent = RECOMMENDATION_EXISTS,
  .parent_name = "Recommendation",
};

const SaneraView sanera_view_tasks = {
  .format = DEFENDER (sanera_activity_noun),
  .context = "RemediationTasks",
  .from = "remediation_tasks t",
};

/* Defender's list: the devices that are still exposed. */
const SaneraView sanera_view_task_machines = {
  .format = DEFENDER (sanera_device_noun, .keys = machine_reference_keys),
  .context = "MachineReferences",
  .from = "task_machines m JOIN machines t ON t.row_id = m.machine",
  .condition = "m.task = (" TASK_EXISTS ") AND m.state <> 'fixed' AND " AMONG_TARGETS,
  .row = "m.machine",
  .parent = TASK_EXISTS,
  .parent_name = "Remediation activity",
};

const SaneraView sanera_view_own_task_devices = {
  .format = OWN (sanera_device_noun, .overrides = task_device_overrides),
  .context = "Devices",
  .from = "task_machines m JOIN machines t ON t.row_id = m.machine",
  .condition = "m.task = (" TASK_EXISTS ") AND " AMONG_TARGETS,
  .row = "m.machine",
  .parent = TASK_EXISTS,
  .parent_name = "Remediation activity",
};

const SaneraView sanera_view_machines = {
  .format = DEFENDER (sanera_device_noun),
  .context = "Machines",
  .from = "machines t",
  .condition = "t.retired_on IS NULL",
};

const SaneraView sanera_view_own_machines = {
  .format = OWN (sanera_device_noun),
  .context = "Machines",
  .from = "machines t",
};

const SaneraView sanera_view_own_recommendations = {
  .format = OWN (sanera_recommendation_noun),
  .context = "Recommendations",
  .from = "recommendations t",
};

const SaneraView sanera_view_own_tasks = {
  .format = OWN (sanera_activity_noun),
  .context = "RemediationTasks",
  .from = "remediation_tasks t",
};

const SaneraView sanera_view_machine_recommendations = {
  .format = DEFENDER (sanera_recommendation_noun, .overrides = recommendation_overrides),
  .context = "Recommendations",
  .from = "recommendations t",
  .condition = "t.row_id IN (SELECT recommendation FROM findings WHERE machine = (" MACHINE_EXISTS
               ") AND open = 1)",
  .parent = MACHINE_EXISTS,
  .parent_name = "Machine",
};

const SaneraView sanera_view_own_machine_recommendations = {
  .format = OWN (sanera_recommendation_noun, .overrides = machine_recommendation_overrides),
  .context = "Recommendations",
  .from = "recommendations t",
  .condition = "t.row_id IN (SELECT recommendation FROM findings WHERE machine = (" MACHINE_EXISTS
               ") AND open = 1)",
  .parent = MACHINE_EXISTS,
  .parent_name = "Machine",
};

const SaneraView sanera_view_own_machine_tasks = {
  .format = OWN (sanera_activity_noun),
  .context = "RemediationTasks",
  .from = "remediation_tasks t",
  .condition = "t.row_id IN (SELECT task FROM task_machines WHERE machine = (" MACHINE_EXISTS "))",
  .parent = MACHINE_EXISTS,
  .parent_name = "Machine",
};

const SaneraView sanera_view_own_exceptions = {
  .format = OWN (sanera_remediation_exception_noun),
  .context = "Exceptions",
  .from = "exceptions t",
};

const SaneraView sanera_view_own_security_tasks = {
  .format = OWN (sanera_security_task_noun),
  .context = "SecurityTasks",
  .from = "security_tasks t",
};

const SaneraView sanera_view_own_security_task_devices = {
  .format = OWN (sanera_device_noun, .overrides = security_task_device_overrides),
  .context = "MachineReferences",
  .from = "security_task_machines m JOIN machines t ON t.row_id = m.machine",
  .condition = "m.task = (" SECURITY_TASK_EXISTS ")",
  .row = "m.machine",
  .parent = SECURITY_TASK_EXISTS,
  .parent_name = "Security task",
};

const SaneraView sanera_view_vulnerabilities = {
  .format = DEFENDER (sanera_vulnerability_noun),
  .context = "Collection(Analytics.Contracts.PublicAPI.PublicVulnerabilityDto)",
  .from = "vulnerabilities t",
  .condition = "t.kind = 0",
};

const SaneraView sanera_view_own_groups = {
  .format = OWN (sanera_device_group_noun),
  .context = "DeviceGroups",
  .from = "device_groups t",
};
