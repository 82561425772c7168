#!/usr/bin/env bash
# Builds and runs the tests of one part: npm run test:part src
set -euo pipefail
cd "$(dirname "$0")/.."
part=${1:?name a folder of test/, e.g. src}
npx tsc -b "test/$part"
[ "$part" != integration ] || npx tsc -b cli
npx mocha --no-config --require reflect-metadata --require ./dist/test/support/hooks.js --enable-source-maps \
  --timeout 10000 "dist/test/$part/**/*.test.js"
