"""Prints what parliament finds in IAM policies: reads a JSON list of policies, writes a list of findings for each."""

import json
import sys
import warnings

# parliament imports pkg_resources, which warns.
warnings.simplefilter("ignore")

from parliament import analyze_policy_string  # noqa: E402


def findings(policy):
    analyzed = analyze_policy_string(json.dumps(policy))
    return [{"issue": one.issue, "detail": one.detail} for one in analyzed.findings]


json.dump([findings(policy) for policy in json.load(sys.stdin)], sys.stdout)
