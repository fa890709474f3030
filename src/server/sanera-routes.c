/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "store-views.h"

#define READ(path, capability, work)                                                            \
  {                                                                                             \
    "GET", path, SANERA_CAPABILITY_##capability, SANERA_BODY_NONE, SANERA_RUN_READ, work, NULL, \
        NULL                                                                                    \
  }
#define VIEW(path, work, view)                                                                \
  {                                                                                           \
    "GET", path, SANERA_CAPABILITY_READ, SANERA_BODY_NONE, SANERA_RUN_READ, work, NULL, &view \
  }
#define WRITE(method, path, capability, body, work)                                           \
  {                                                                                           \
    method, path, SANERA_CAPABILITY_##capability, SANERA_BODY_##body, SANERA_RUN_WRITE, work, \
        NULL, NULL                                                                            \
  }
#define HANDLE(method, path, capability, body, handler)                                         \
  {                                                                                             \
    method, path, SANERA_CAPABILITY_##capability, SANERA_BODY_##body, SANERA_RUN_HANDLER, NULL, \
        handler, NULL                                                                           \
  }

#define GRAPH "/beta/deviceAppManagement/deviceAppManagementTasks"

/* Every call that there is, and what the role must be able to do for it. */
const SaneraRoute sanera_routes[] = {
  READ ("/healthz", NONE, sanera_route_healthz),

  /* Defender's API; a literal segment stands before a pattern. */
  VIEW ("/api/recommendations", sanera_route_list, sanera_view_recommendations),
  VIEW ("/api/recommendations/$count", sanera_route_count, sanera_view_recommendations),
  VIEW ("/api/recommendations/{id}", sanera_route_one, sanera_view_recommendations),
  VIEW ("/api/recommendations/{id}/machineReferences",
        sanera_route_list,
        sanera_view_recommendation_machines),
  VIEW ("/api/recommendations/{id}/vulnerabilities",
        sanera_route_list,
        sanera_view_recommendation_vulnerabilities),
  READ ("/api/recommendations/{id}/software", READ, sanera_route_recommendation_software),
  VIEW ("/api/Software/{id}/machineReferences", sanera_route_list, sanera_view_software_machines),
  VIEW ("/api/remediationTasks", sanera_route_list, sanera_view_tasks),
  VIEW ("/api/remediationTasks/$count", sanera_route_count, sanera_view_tasks),
  VIEW ("/api/remediationTasks/{id}", sanera_route_one, sanera_view_tasks),
  VIEW ("/api/remediationTasks/{id}/machineReferences",
        sanera_route_list,
        sanera_view_task_machines),
  VIEW ("/api/machines", sanera_route_list, sanera_view_machines),
  VIEW ("/api/machines/$count", sanera_route_count, sanera_view_machines),
  VIEW ("/api/machines/{id}", sanera_route_one, sanera_view_machines),
  VIEW ("/api/machines/{id}/recommendations",
        sanera_route_list,
        sanera_view_machine_recommendations),
  VIEW ("/api/vulnerabilities", sanera_route_list, sanera_view_vulnerabilities),
  VIEW ("/api/vulnerabilities/$count", sanera_route_count, sanera_view_vulnerabilities),
  VIEW ("/api/vulnerabilities/{id}", sanera_route_one, sanera_view_vulnerabilities),
  READ ("/api/exposureScore", READ, sanera_route_exposure_score),
  READ ("/api/exposureScore/ByMachineGroups", READ, sanera_route_exposure_score_by_groups),
  READ ("/api/configurationScore", READ, sanera_route_configuration_score),

  /* Microsoft Graph's Intune security tasks. */
  READ (GRAPH, READ, sanera_route_graph_tasks),
  READ (GRAPH "/{id}", READ, sanera_route_graph_task),
  READ (GRAPH "/{id}/managedDevices", READ, sanera_route_graph_devices),
  WRITE ("POST", GRAPH "/{id}/updateStatus", DECIDE, JSON, sanera_route_graph_update_status),

  /* What Defender's API does not offer. */
  READ ("/sanera/v1/me", READ, sanera_route_me),
  HANDLE ("GET", "/sanera/v1/changes", READ, NONE, sanera_route_changes),
  VIEW ("/sanera/v1/deviceGroups", sanera_route_list, sanera_view_own_groups),
  VIEW ("/sanera/v1/machines", sanera_route_list, sanera_view_own_machines),
  VIEW ("/sanera/v1/machines/{id}", sanera_route_one, sanera_view_own_machines),
  VIEW ("/sanera/v1/machines/{id}/recommendations",
        sanera_route_list,
        sanera_view_own_machine_recommendations),
  VIEW ("/sanera/v1/machines/{id}/remediationTasks",
        sanera_route_list,
        sanera_view_own_machine_tasks),
  WRITE ("PATCH", "/sanera/v1/devices/{id}", DEVICES, JSON, sanera_route_patch_device),
  WRITE ("POST", "/sanera/v1/devices/merge", DEVICES, JSON, sanera_route_merge_devices),
  READ ("/sanera/v1/devices/{id}/identities", READ, sanera_route_device_identities),
  WRITE ("POST", "/sanera/v1/devices/{id}/split", DEVICES, JSON, sanera_route_split_device),
  WRITE ("POST", "/sanera/v1/devices/{id}/apart", DEVICES, JSON, sanera_route_keep_devices_apart),
  VIEW ("/sanera/v1/exceptions", sanera_route_list, sanera_view_own_exceptions),
  VIEW ("/sanera/v1/exceptions/{id}", sanera_route_one, sanera_view_own_exceptions),
  WRITE ("POST", "/sanera/v1/exceptions", EXCEPT, JSON, sanera_route_post_exception),
  WRITE ("PATCH", "/sanera/v1/exceptions/{id}", EXCEPT, JSON, sanera_route_patch_exception),
  WRITE ("POST", "/sanera/v1/exceptions/{id}/cancel", EXCEPT, JSON, sanera_route_cancel_exception),
  WRITE ("POST", "/sanera/v1/exceptions/{id}/renew", EXCEPT, JSON, sanera_route_renew_exception),
  VIEW ("/sanera/v1/securityTasks", sanera_route_list, sanera_view_own_security_tasks),
  VIEW ("/sanera/v1/securityTasks/{id}", sanera_route_one, sanera_view_own_security_tasks),
  VIEW ("/sanera/v1/securityTasks/{id}/devices",
        sanera_route_list,
        sanera_view_own_security_task_devices),
  WRITE ("POST",
         "/sanera/v1/securityTasks/{id}/updateStatus",
         DECIDE,
         JSON,
         sanera_route_update_status),
  WRITE ("POST",
         "/sanera/v1/remediationTasks/{id}/ticket",
         REQUEST,
         JSON,
         sanera_route_post_ticket),
  VIEW ("/sanera/v1/recommendations/{id}", sanera_route_one, sanera_view_own_recommendations),
  WRITE ("POST",
         "/sanera/v1/recommendations/{id}/dismissProposal",
         EXCEPT,
         JSON,
         sanera_route_dismiss_proposal),
  VIEW ("/sanera/v1/recommendations/{id}/machineReferences",
        sanera_route_list,
        sanera_view_own_recommendation_machines),
  VIEW ("/sanera/v1/recommendations/{id}/installedDevices",
        sanera_route_list,
        sanera_view_own_installed_machines),
  VIEW ("/sanera/v1/recommendations/{id}/vulnerabilities",
        sanera_route_list,
        sanera_view_own_recommendation_vulnerabilities),
  WRITE ("POST", "/sanera/v1/remediationTasks", REQUEST, JSON, sanera_route_post_task),
  VIEW ("/sanera/v1/remediationTasks/{id}", sanera_route_one, sanera_view_own_tasks),
  VIEW ("/sanera/v1/remediationTasks/{id}/devices",
        sanera_route_list,
        sanera_view_own_task_devices),
  READ ("/sanera/v1/remediationTasks/{id}/history", READ, sanera_route_task_history),
  WRITE ("POST", "/sanera/v1/remediationTasks:batch", REQUEST, JSON, sanera_route_post_tasks),
  WRITE ("PATCH", "/sanera/v1/remediationTasks/{id}", EDIT, JSON, sanera_route_patch_task),
  WRITE ("POST",
         "/sanera/v1/remediationTasks/{id}/complete",
         COMPLETE,
         JSON,
         sanera_route_complete_task),
  WRITE ("POST",
         "/sanera/v1/remediationTasks/{id}/reopen",
         COMPLETE,
         JSON,
         sanera_route_reopen_task),
  WRITE ("POST",
         "/sanera/v1/remediationTasks/{id}/withdraw",
         EDIT,
         JSON,
         sanera_route_withdraw_task),
  WRITE ("DELETE", "/sanera/v1/submissions/{key}", WRITE, NONE, sanera_route_delete_submission),
  READ ("/sanera/v1/imports", READ, sanera_route_imports),
  WRITE ("POST", "/sanera/v1/imports", IMPORT, FILE, sanera_route_post_import),
  WRITE ("POST", "/sanera/v1/imports:preview", IMPORT, JSON, sanera_route_preview_imports),
  WRITE ("POST", "/sanera/v1/imports:commit", IMPORT, JSON, sanera_route_commit_imports),
  WRITE ("POST", "/sanera/v1/imports/{id}/commit", IMPORT, JSON, sanera_route_commit_import),
  WRITE ("POST", "/sanera/v1/imports/{id}/undo", IMPORT, JSON, sanera_route_undo_import),
  READ ("/sanera/v1/deviceGroupRules", READ, sanera_route_group_rules),
  READ ("/sanera/v1/deviceGroupRules:preview", READ, sanera_route_preview_group_rule),
  WRITE ("POST", "/sanera/v1/deviceGroupRules", DEVICES, JSON, sanera_route_post_group_rule),
  WRITE ("PATCH", "/sanera/v1/deviceGroupRules/{id}", DEVICES, JSON, sanera_route_patch_group_rule),
  WRITE ("DELETE",
         "/sanera/v1/deviceGroupRules/{id}",
         DEVICES,
         NONE,
         sanera_route_delete_group_rule),
  READ ("/sanera/v1/settings", READ, sanera_route_settings),
  WRITE ("PATCH", "/sanera/v1/settings", SETTINGS, JSON, sanera_route_patch_settings),
  READ ("/sanera/v1/people", READ, sanera_route_people),
  READ ("/sanera/v1/tokens", ADMINISTER, sanera_route_tokens),
  WRITE ("POST", "/sanera/v1/tokens", ADMINISTER, JSON, sanera_route_post_token),
  WRITE ("DELETE", "/sanera/v1/tokens/{id}", ADMINISTER, NONE, sanera_route_delete_token),
  READ ("/sanera/v1/audit", ADMINISTER, sanera_route_audit),
  READ ("/sanera/v1/audit/{line}", READ, sanera_route_audit_line),
};

const guint sanera_n_routes = G_N_ELEMENTS (sanera_routes);
