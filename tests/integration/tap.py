# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test cases of the calling module and says TAP: `tap.main()`."""

import sys
import unittest


class TapResult(unittest.TestResult):
    """Prints a line for each test."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, good, test, suffix=''):
        self.number += 1
        name = test.id().removeprefix('__main__.')
        print(f"{'ok' if good else 'not ok'} {self.number} {name}{suffix}", flush=True)

    def _explain(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print('# ' + line)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addError(self, test, err):
        super().addError(test, err)
        self._say(False, test)
        self._explain(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say(False, test)
        self._explain(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, ' # SKIP ' + reason)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print(f'# in {subtest}')
            self._explain(test, err)
            self.failed_parts = getattr(self, 'failed_parts', set()) | {test.id()}

    def stopTest(self, test):
        # A test with failed parts has said neither success nor failure.
        if test.id() in getattr(self, 'failed_parts', ()):
            self._say(False, test)
        super().stopTest(test)


def main():
    """Runs what the calling module holds; ends with 1 when something failed."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print(f'1..{suite.countTestCases()}')
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
