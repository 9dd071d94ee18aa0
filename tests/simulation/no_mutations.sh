#!/bin/sh
# The shipped programs hold none of the faults that `mutations` puts into the engine: what they all hang on is not there.
# A program of which the symbols cannot be read proves nothing.
set -eu
for program in "$@"; do
  symbols=$(nm -C "$program")
  echo "$symbols" | grep -q 'larm::world::World::flush' || { echo "$program: no symbols"; exit 1; }
  if echo "$symbols" | grep -q 'larm::.*mutat'; then
    echo "$program has mutations in it"; exit 1
  fi
done
