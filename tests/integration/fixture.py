# SPDX-License-Identifier: GPL-3.0-or-later
"""A small fleet, written straight into a server's database."""

DAY = 86400 * 1000000
EPOCH = 1700000000 * 1000000

GROUPS = ('Clients', 'Servers')


def fill(server, recommendations=3, devices=4):
    """Every device is exposed to every recommendation, by two weaknesses each, one with a fix, and
    has version 1.0 of what it is about, as an import writes it down."""
    lines = ['BEGIN;']
    change = server.query('SELECT change FROM feed')[0][0]
    for i, group in enumerate(GROUPS):
        change += 1
        lines.append(f"INSERT INTO device_groups (name, device_count, change) VALUES "
                     f"('{group}', {(devices + 1 - i) // 2}, {change});")
    for d in range(devices):
        lines.append(
            f"INSERT INTO machines (row_id, id, computer_dns_name, os_platform, rbac_group_name, "
            f"machine_tags, last_seen, last_assessed_on) VALUES ({d + 1}, 'device-{d}', "
            f"'host-{d}.example', 'Linux', '{GROUPS[d % 2]}', '[]', {EPOCH}, {EPOCH});")
        lines.append(f"INSERT INTO assessments (row_id, machine, source, part, assessed_on, named_on, result)"
                     f" VALUES ({d + 1}, {d + 1}, 'test', 'all', {EPOCH}, {EPOCH}, 'Succeeded');")
    for r in range(recommendations):
        change += 1
        lines.append(
            f"INSERT INTO recommendations (row_id, id, product_name, recommendation_name, vendor, "
            f"related_component, recommended_version, recommendation_category, remediation_type, "
            f"status, weaknesses, exposed_machines_count, total_machine_count, exposure_sum, "
            f"public_exploit, tags, change, version) VALUES ({r + 1}, 'va-_-acme-_-tool{r}', "
            f"'tool{r}', 'Update Tool {r} to 2.{r}', 'acme', 'Tool {r}', '2.{r}', 'Application', "
            f"'Update', 'Active', 2, {devices}, {devices}, {r}.5, {r % 2}, '[]', {change}, 1);")
        lines.append(f"INSERT INTO components (row_id, id) VALUES ({r + 1}, 'va-_-acme-_-tool{r}');")
        for d in range(devices):
            lines.append(f"INSERT INTO installations (assessment, component, machine, version) "
                         f"VALUES ({d + 1}, {r + 1}, {d + 1}, '1.0');")
        for v in (0, 1):
            vulnerability = r * 2 + v + 1
            lines.append(
                f"INSERT INTO vulnerabilities (row_id, id, name, severity, cvss_v3) VALUES "
                f"({vulnerability}, 'CVE-2026-{1000 + vulnerability}', "
                f"'CVE-2026-{1000 + vulnerability}', 'High', 7.5);")
            for d in range(devices):
                fixed = f"'2.{r}'" if v == 0 else 'NULL'
                lines.append(
                    f"INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
                    f"installed_version, fixed_version, open, first_seen, last_seen) VALUES "
                    f"({r + 1}, {d + 1}, {vulnerability}, {d + 1}, '1.0', {fixed}, 1, {EPOCH}, "
                    f"{EPOCH});")
    lines.append(f'UPDATE feed SET change = {change};')
    lines.append('COMMIT;')
    server.sql('\n'.join(lines))


def submission(number=0, **changes):
    """The body of a remediation request."""
    body = {'recommendationId': f'va-_-acme-_-tool{number}', 'type': 'Update',
            'rbacGroupNames': [], 'priority': 'High', 'notes': 'please', 'createTicket': False,
            'madeAt': '2026-11-20T10:00:00Z'}
    body.update(changes)
    return body
