# SPDX-License-Identifier: GPL-3.0-or-later
"""B11: the import of a scanner's report, again and again."""
import json
import os
import sys
import time

from benchlib import ROOT, Bench, Measure, measures, median


DEVICES = 1000
FINDINGS = 100


def make_reports(bench, turn):
    """A report of a thousand devices with a hundred findings each, a little later every turn."""
    with open(os.path.join(ROOT, "tests/data/trivy-web-01.json"), encoding="utf-8") as file:
        report = json.load(file)
    packages = report["Results"][0]["Vulnerabilities"]
    findings = []
    for number in range(FINDINGS):
        for finding in packages[:FINDINGS - len(findings)]:
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
    report["Results"] = report["Results"][:1]
    for number in range(DEVICES):
        report["ArtifactName"] = f"web-{number:04d}"
        report["Results"][0]["Target"] = f"web-{number:04d} (debian 11.0)"
        paths.append(os.path.join(folder, f"{number:04d}.json"))
        with open(paths[-1], "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)
    return paths


# Runs the rest of the command line and tells how much memory it took at most, KiB.
PEAK = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


@measures("B11")
def imports(bench):
    """The first import makes the rows; the measure is "again and again".

    The limit is to read and parse the bytes once, which is what jq does, and to look up each finding in
    one index; nothing is written for a finding that stays, and each report ends with one sync of the
    file. The first import writes each finding into three indexes besides. Again takes 1.06 of what jq
    needs for reading alone, the first time 1.51.
    """
    Bench.need("jq", "B11 compares with it")
    database = bench.path("import.db")
    command = [bench.program("src/server/sanera-server"), "import", "--database", database]
    ours, reference = [], []
    for turn in range(bench.options.runs + 1):
        paths = make_reports(bench, turn)
        if turn == 0:
            start = time.monotonic()
            peak = int(bench.run(sys.executable, "-c", PEAK, *command, *paths)[0]) / 1024
            first = (time.monotonic() - start) * 1000
        else:
            ours.append(bench.run(*command, *paths)[2] * 1000)
        reference.append(bench.run("jq", "-c", "length", *paths)[2] * 1000)
        for path in paths:
            os.unlink(path)
    what = f"{DEVICES} reports of {FINDINGS} findings"
    yield Measure(
        "B11", f"import of {what} again, against jq -c length", 3, "ms",
        median(ours), median(reference),
    )
    yield Measure(
        "B11", "the same for the first time", 3, "ms", first, median(reference),
    )
    yield Measure("B11", "memory at most", 200, "MiB", peak, None)
