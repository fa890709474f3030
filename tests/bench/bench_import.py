# SPDX-License-Identifier: GPL-3.0-or-later
"""B11: the import of a scanner's report, again and again."""
import json
import os
import time

from benchlib import ROOT, Bench, Measure, measures, median


def make_reports(bench, turn):
    """A report of a hundred devices with 400 findings each, a little later every turn."""
    with open(os.path.join(ROOT, "tests/data/trivy-web-01.json"), encoding="utf-8") as file:
        report = json.load(file)
    packages = report["Results"][0]["Vulnerabilities"]
    findings = []
    for number in range(25):
        for finding in packages:
            copy = dict(finding)
            copy["PkgName"] = f"{finding['PkgName']}-{number}"
            copy["PkgID"] = f"{copy['PkgName']}@{finding['InstalledVersion']}"
            copy["PkgIdentifier"] = {
                "PURL": finding["PkgIdentifier"]["PURL"].replace(finding["PkgName"], copy["PkgName"])
            }
            findings.append(copy)
    report["Results"][0]["Vulnerabilities"] = findings
    report["CreatedAt"] = time.strftime(f"%Y-%m-%dT%H:%M:{turn:02d}Z", time.gmtime(time.time() - 3600))
    folder = bench.path(f"reports-{turn}")
    os.makedirs(folder, exist_ok=True)
    paths = []
    for number in range(100):
        report["ArtifactName"] = f"web-{number:03d}"
        report["Results"][0]["Target"] = f"web-{number:03d} (debian 11.0)"
        paths.append(os.path.join(folder, f"{number:03d}.json"))
        with open(paths[-1], "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)
    return paths


@measures("B11")
def imports(bench):
    """The first import makes the rows; the measure is "again and again".

    The limit is to read and parse the bytes once, which is what jq does, and to look up each finding in
    one index; nothing is written for a finding that stays, and each report ends with one sync of the
    file.
    """
    Bench.need("jq", "B11 compares with it")
    database = bench.path("import.db")
    ours, reference = [], []
    for turn in range(bench.options.runs + 1):
        paths = make_reports(bench, turn)
        _, _, seconds = bench.run(
            bench.program("src/server/sanera-server"), "import", "--database", database, *paths
        )
        if turn == 0:
            continue
        ours.append(seconds * 1000)
        reference.append(bench.run("jq", "-c", "length", *paths)[2] * 1000)
    yield Measure(
        "B11", "import of 100 devices again, against jq -c length", 3, "ms",
        median(ours), median(reference),
    )
