"""
Gates of MAPIE and scikit-learn for the benchmark. Reads a request a line from stdin and answers each with a line on stdout:

    {"method": "controller", "limits": [...], "confidence": 0.9,
     "fitted": {"rows": [[...], ...], "outcomes": [0, 1, ...]}, "calibration": {the same}, "traffic": [[...], ...]}
    {"method": "tuner", "limits": [...], "seed": 0,
     "rows": [[...], ...], "outcomes": [0, 1, ...], "groups": [0, 0, 1, ...], "traffic": [[...], ...]}
    ->  {"passed": [[true, false, ...], ...]}

A list of the traffic for each limit. A null in a row is a value that is missing. What goes wrong with one request is
answered with {"error": "..."}. Ends when stdin does.
"""

import json
import signal
import sys
import warnings

import numpy as np
from mapie.risk_control import BinaryClassificationController, precision
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import make_scorer
from sklearn.model_selection import StratifiedGroupKFold, TunedThresholdClassifierCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def logistic():
    return make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler(), LogisticRegression(max_iter=1000))


def numbers(rows):
    return np.array(rows, dtype=float)


def has_both(outcomes):
    return 0 < sum(outcomes) < len(outcomes)


def controller(request):
    """Precision controlled by MAPIE's defaults. Where no threshold is valid, nothing is passed."""
    fitted, calibration = request["fitted"], request["calibration"]
    traffic = numbers(request["traffic"])
    nothing = np.zeros(len(traffic), dtype=bool)
    if not has_both(fitted["outcomes"]):
        return [nothing for _ in request["limits"]]
    model = logistic().fit(numbers(fitted["rows"]), fitted["outcomes"])
    rows = numbers(calibration["rows"])
    # The default thresholds, but for those that pass nobody: their p value is NaN, at which MAPIE 1.6.0 rejects nothing.
    thresholds = np.linspace(0, 0.99, 100)
    thresholds = thresholds[thresholds <= model.predict_proba(rows)[:, 1].max()]

    def passed(limit):
        control = BinaryClassificationController(
            model.predict_proba,
            precision,
            target_level=1 - limit,
            confidence_level=request["confidence"],
            list_predict_params=thresholds,
        ).calibrate(rows, calibration["outcomes"])
        return nothing if control.best_predict_param is None else control.predict(traffic) == 1

    return [passed(limit) for limit in request["limits"]]


def tuner(request):
    """
    The lowest threshold at which the cross-validated precision is at least 1 - limit. The best mean of a score over the
    folds cannot say so, hence a score that is not negative where it holds, and its curve.
    """
    rows, outcomes = numbers(request["rows"]), np.array(request["outcomes"])
    traffic = numbers(request["traffic"])
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=request["seed"])
    splits = list(folds.split(rows, outcomes, request["groups"]))
    if not all(has_both(outcomes[fitted]) for fitted, _ in splits):
        return [np.zeros(len(traffic), dtype=bool) for _ in request["limits"]]

    def passed(limit):
        def spare(truth, decided):
            return np.mean(decided * (limit - (1 - truth)))

        tuned = TunedThresholdClassifierCV(
            logistic(),
            scoring=make_scorer(spare),
            # The last passes nobody, so that there is one at which it holds.
            thresholds=np.linspace(0, 1.01, 102),
            cv=splits,
            store_cv_results=True,
        ).fit(rows, outcomes)
        curve = tuned.cv_results_
        # 1e-9 is room for rounding: one record is worth more.
        threshold = curve["thresholds"][np.flatnonzero(curve["scores"] >= -1e-9)[0]]
        return tuned.estimator_.predict_proba(traffic)[:, 1] >= threshold

    return [passed(limit) for limit in request["limits"]]


def answer(request):
    method = {"controller": controller, "tuner": tuner}[request["method"]]
    return {"passed": [passed.tolist() for passed in method(request)]}


signal.signal(signal.SIGINT, signal.SIG_DFL)
# That nothing can be controlled is an answer here; stderr has room for what goes wrong.
warnings.simplefilter("ignore")
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
