#!/bin/sh
# Builds the console outside the source tree and makes C++ of it: build.sh SOURCE BUILD PROTO PROTOC
# Packages are installed once for each lock file; later builds need no network.
set -eu
source=$1 build=$2 proto=$3 protoc=$4
app=$build/app

mkdir -p "$app"
exec 9>"$build/building"
flock 9
rm -rf "$app/src" "$app/scripts" "$app/public" "$app/dist"
for part in src scripts public index.html package.json package-lock.json tsconfig.json tsconfig.worker.json \
            svelte.config.js vite.config.ts .npmrc; do
    [ ! -e "$source/$part" ] || cp -R "$source/$part" "$app/"
done
rm -rf "$app/src/gen"
if ! cmp -s "$app/package-lock.json" "$build/installed.json" || [ ! -d "$app/node_modules" ]; then
    (cd "$app" && npm ci --ignore-scripts --no-audit --no-fund --silent)
    cp "$app/package-lock.json" "$build/installed.json"
fi
cd "$app"
LARM_PROTO=$proto PROTOC=$protoc npm run --silent build -- --logLevel warn
node scripts/embed.mjs "$app/dist" "$build"
