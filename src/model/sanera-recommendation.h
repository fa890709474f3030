/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_RECOMMENDATION_FIELDS:
 *
 * One fix for one component on N devices: Defender's `recommendation` resource, then what is ours.
 * exposureSum is not divided by the number of devices, so that one more device does not rewrite
 * every row; exposureImpact = 100 × exposureSum / devices is made where it is shown or written. The
 * sum is over all devices that are not retired, assessed lately or not, and so are "devices".
 * exploitProbability is the highest of its open weaknesses (EPSS). proposedException is what
 * documents say does not matter, and nobody has decided on: `{id, count, weaknesses[], reason,
 * scope, groups[], sources[]}`.
 * sources is what each scanner says of it below a device: `[{source, says, count, on}]`.
 * localActions names what of the outbox is in localState: SaneraActionKind, by nick.
 */
#define SANERA_RECOMMENDATION_FIELDS(F)                                                           \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                                                 \
  F (TEXT, product_name, "productName", SANERA_FIELD_NONE, NULL)                                  \
  F (TEXT, recommendation_name, "recommendationName", SANERA_FIELD_NONE, NULL)                    \
  F (INT, weaknesses, "weaknesses", SANERA_FIELD_NONE, NULL)                                      \
  F (TEXT, vendor, "vendor", SANERA_FIELD_NONE, NULL)                                             \
  F (TEXT, recommended_version, "recommendedVersion", SANERA_FIELD_NONE, NULL)                    \
  F (TEXT, recommended_vendor, "recommendedVendor", SANERA_FIELD_NONE, NULL)                      \
  F (TEXT, recommended_program, "recommendedProgram", SANERA_FIELD_NONE, NULL)                    \
  F (ENUM, recommendation_category, "recommendationCategory", SANERA_FIELD_NONE,                  \
     &sanera_recommendation_category_enum)                                                        \
  F (TEXT, sub_category, "subCategory", SANERA_FIELD_NONE, NULL)                                  \
  F (DOUBLE, severity_score, "severityScore", SANERA_FIELD_NONE, NULL)                            \
  F (BOOL, public_exploit, "publicExploit", SANERA_FIELD_NONE, NULL)                              \
  F (BOOL, active_alert, "activeAlert", SANERA_FIELD_NONE, NULL)                                  \
  F (STRV, associated_threats, "associatedThreats", SANERA_FIELD_NONE, NULL)                      \
  F (ENUM, remediation_type, "remediationType", SANERA_FIELD_NONE, &sanera_remediation_type_enum) \
  F (ENUM, status, "status", SANERA_FIELD_NONE, &sanera_recommendation_status_enum)               \
  F (DOUBLE, config_score_impact, "configScoreImpact", SANERA_FIELD_NONE, NULL)                   \
  F (DOUBLE, exposure_impact, "exposureImpact", SANERA_FIELD_DERIVED, NULL)                       \
  F (INT, total_machine_count, "totalMachineCount", SANERA_FIELD_NONE, NULL)                      \
  F (INT, exposed_machines_count, "exposedMachinesCount", SANERA_FIELD_NONE, NULL)                \
  F (INT, non_productivity_impacted_assets, "nonProductivityImpactedAssets", SANERA_FIELD_NONE,   \
     NULL)                                                                                        \
  F (TEXT, related_component, "relatedComponent", SANERA_FIELD_NONE, NULL)                        \
  F (INT, exposed_critical_devices, "exposedCriticalDevices", SANERA_FIELD_NONE, NULL)            \
  F (STRV, tags, "tags", SANERA_FIELD_NONE, NULL)                                                 \
  F (DOUBLE, exposure_sum, "exposureSum", SANERA_FIELD_OWN, NULL)                                 \
  F (STRV, os_platforms, "osPlatforms", SANERA_FIELD_OWN, NULL)                                   \
  F (INT, fixable_weaknesses, "fixableWeaknesses", SANERA_FIELD_OWN, NULL)                        \
  F (TEXT, highest_severity, "highestSeverity", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)   \
  F (INT, activity_count, "activityCount", SANERA_FIELD_OWN, NULL)                                \
  F (INT, exposed_after_exceptions, "exposedAfterExceptions", SANERA_FIELD_OWN, NULL)             \
  F (DOUBLE, exposure_sum_after_exceptions, "exposureSumAfterExceptions", SANERA_FIELD_OWN, NULL) \
  F (TIME, first_assessed_on, "firstAssessedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)  \
  F (TIME, last_assessed_on, "lastAssessedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)    \
  F (TIME, created_on, "createdOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)               \
  F (TEXT, remediation_text, "remediationText", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)   \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)                                               \
  F (INT, version, "version", SANERA_FIELD_OWN, NULL)                                             \
  F (DOUBLE, exploit_probability, "exploitProbability", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, \
     NULL)                                                                                        \
  F (JSON, proposed_exception, "proposedException", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE,     \
     NULL)                                                                                        \
  F (JSON, sources, "sources", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                    \
  F (ENUM, local_state, "localState", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE,                 \
     &sanera_local_state_enum)                                                                    \
  F (TEXT, local_error, "localError", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)           \
  F (STRV, local_actions, "localActions", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraRecommendationData:
 *
 * The fields as a plain struct; see %SANERA_RECOMMENDATION_FIELDS.
 */
typedef struct
{
  SANERA_RECOMMENDATION_FIELDS (SANERA_MEMBER)
} SaneraRecommendationData;

#define SANERA_TYPE_RECOMMENDATION (sanera_recommendation_get_type ())

SANERA_DECLARE_NOUN (SaneraRecommendation, sanera_recommendation, RECOMMENDATION)

const char *sanera_recommendation_get_software (const char *id);

G_END_DECLS
