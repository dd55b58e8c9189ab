"""
Gradient boosting for the benchmark. Reads a request a line from stdin and answers each with a line on stdout:

    {"rows": [[...], ...], "outcomes": [0, 1, ...], "scored": [[...], ...]}  ->  {"probabilities": [...]}

What goes wrong with one request is answered with {"error": "..."}. Ends when stdin does.
"""

import json
import signal
import sys

from sklearn.ensemble import HistGradientBoostingClassifier


def answer(request):
    model = HistGradientBoostingClassifier(
        max_depth=3,
        learning_rate=0.05,
        max_iter=35,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    )
    model.fit(request["rows"], request["outcomes"])
    passing = list(model.classes_).index(1)
    return {"probabilities": model.predict_proba(request["scored"])[:, passing].tolist()}


signal.signal(signal.SIGINT, signal.SIG_DFL)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
