"""
Intervals of truescore, cje-eval and ppi-python for the benchmark. Reads a request a line from stdin and answers each with a
line on stdout:

    {"methods": ["ppi-python, rating", ...], "outcomes": [0, 1, ...], "ratings": [...], "verdicts": [0, 1, ...],
     "lengths": [...], "groups": [0, 0, 1, ...] or null}
    ->  {"found": {"ppi-python, rating": {"estimate": 0.6, "lower": 0.5, "upper": 0.7, "milliseconds": 1.2}, ...}}

An entry a record, the labelled ones first; outcomes are of those alone. Groups are null where records are independent. A
method that says nothing of a sample has null for its interval. What goes wrong with one request is answered with
{"error": "..."}. Ends when stdin does.
"""

import json
import logging
import signal
import sys
import time
import warnings

import numpy as np
from cje import calibrated_mean_ci
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from truescore import ppi_estimate

ALPHA = 0.05


class Sample:
    def __init__(self, request):
        self.outcomes = np.array(request["outcomes"], dtype=float)
        self.ratings = np.array(request["ratings"], dtype=float)
        self.verdicts = np.array(request["verdicts"], dtype=float)
        self.lengths = np.array(request["lengths"], dtype=float)
        self.groups = None if request["groups"] is None else np.array(request["groups"])
        self.labelled = len(self.outcomes)


def by_truescore(judge):
    """Its clusters ask that no group is labelled in part, which none is here."""

    def interval(sample):
        found = ppi_estimate(
            getattr(sample, judge), sample.outcomes, np.arange(sample.labelled), alpha=ALPHA, clusters=sample.groups
        )
        return found.point, found.low, found.high

    return interval


def by_ppi_python(sample):
    """It has no clusters."""
    seen, others = np.split(sample.ratings, [sample.labelled])
    lower, upper = ppi_mean_ci(sample.outcomes, seen, others, alpha=ALPHA)
    return ppi_mean_pointestimate(sample.outcomes, seen, others), lower, upper


def by_cje(length=False, weight="one"):
    def interval(sample):
        labels = np.full(len(sample.ratings), np.nan)
        labels[: sample.labelled] = sample.outcomes
        found = calibrated_mean_ci(
            sample.ratings,
            labels,
            cluster_ids=sample.groups,
            covariates=sample.lengths if length else None,
            alpha=ALPHA,
            correction_weight=weight,
        )
        return found.estimate, *found.ci

    return interval


METHODS = {
    "truescore, verdict": by_truescore("verdicts"),
    "truescore, rating": by_truescore("ratings"),
    "ppi-python, rating": by_ppi_python,
    "cje-eval": by_cje(),
    "cje-eval, length": by_cje(length=True),
    "cje-eval, length, tuned": by_cje(length=True, weight="tuned"),
}


def measured(method, sample):
    start = time.perf_counter()
    try:
        numbers = [float(np.squeeze(number)) for number in METHODS[method](sample)]
    except ValueError:
        # What a method refuses is an answer: it says nothing of this sample.
        return None
    if not np.all(np.isfinite(numbers)):
        return None
    taken = 1000 * (time.perf_counter() - start)
    return dict(zip(["estimate", "lower", "upper"], numbers), milliseconds=taken)


def answer(request):
    sample = Sample(request)
    return {"found": {method: measured(method, sample) for method in request["methods"]}}


signal.signal(signal.SIGINT, signal.SIG_DFL)
# Advice on a sample is not read here; stderr has room for what goes wrong.
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
