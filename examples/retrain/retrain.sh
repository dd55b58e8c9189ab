#!/bin/sh
# Fits on every round of labels but the last, and puts the result in place if it is better on the last.
#
#     retrain.sh ROUNDS CALIBRATOR [OPTIONS OF FIT...]
#
# ROUNDS is a folder of round-1.jsonl, round-2.jsonl and so on, with dataset.json beside them. The options go to fit: where
# CALIBRATOR has a certificate, ask for the same, as --false-pass 0.3 --confidence 0.9. Exit code 0: promoted, or kept since
# nothing better came; 1: something is wrong; 2: what came is better, and kept out by a promise that it does not make.
set -eu

rounds=$1
calibrator=$2
shift 2
unflatter=${UNFLATTER:-npx unflatter}
candidate=$(mktemp -d)/candidate.json

last=
earlier=
# In the order of their numbers: ten comes after nine.
for file in $(ls "$rounds"/round-*.jsonl | sed 's/.*round-\(.*\)\.jsonl/\1/' | sort -n); do
  earlier="$earlier $last"
  last="$rounds/round-$file.jsonl"
done
if [ -z "$(echo "$earlier" | tr -d ' ')" ]; then
  echo "$rounds must have two rounds or more: one to fit on, and one to judge by" >&2
  exit 1
fi

# Unquoted on purpose: several words.
$unflatter fit $earlier "$@" --out "$candidate"
code=0
$unflatter promote "$candidate" --over "$calibrator" --on "$last" || code=$?
if [ "$code" -eq 2 ]; then
  judged=$($unflatter promote "$candidate" --over "$calibrator" --on "$last" --dry-run --json || true)
  case $judged in
    # Nothing else is in its way, and what does not make the promise would be kept out each night.
    *'"obstacles":["promise lost"]'*)
      echo "kept $calibrator, though $candidate is better: give retrain.sh the claims of its certificates for fit" >&2
      exit 2
      ;;
  esac
  echo "kept $calibrator"
  exit 0
fi
exit "$code"
