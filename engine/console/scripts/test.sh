#!/bin/sh
# The console's unit tests, then its types and components, where build.sh has built it: test.sh SOURCE BUILD PROTO PROTOC
set -eu
source=$1 build=$2
app=$build/app

exec 9>"$build/building"
flock 9
rm -rf "$app/tests"
cp -R "$source/tests" "$app/"
cd "$app"
export LARM_PROTO="$3" PROTOC="$4"
npm run --silent test
npm run --silent check
