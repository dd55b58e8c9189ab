#!/bin/sh
# Fits on every round of labels but the last, and puts the result in place if it is better on the last.
#
#     retrain.sh ROUNDS CALIBRATOR
#
# ROUNDS is a folder of round-1.jsonl, round-2.jsonl and so on, with dataset.json beside them. Exit code 0: promoted, or
# kept since nothing better came; 1: something is wrong.
set -eu

rounds=$1
calibrator=$2
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
$unflatter fit $earlier --out "$candidate"
code=0
$unflatter promote "$candidate" --over "$calibrator" --on "$last" || code=$?
if [ "$code" -eq 2 ]; then
  echo "kept $calibrator"
  exit 0
fi
exit "$code"
