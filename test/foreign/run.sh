#!/usr/bin/env bash
# The local cloud under clients that are not ours: boto3, the AWS CLI and plain HTTP for Wave. Every answer of ECS,
# Logs and EC2 is held against botocore's own model; the S3 cases of test/local/s3-cases run against moto. Needs
# Python 3.9+ and a built dist/. Arguments go to pytest.
# Exit 0: passed; 1: failed; 77: skipped, with the reason.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
  echo
  echo "!!!! SKIPPED: the foreign clients did not run: $1"
  exit 77
}

[ -f dist/cli/main.js ] || {
  echo 'dist/cli/main.js is missing: run `npm run build` first' >&2
  exit 1
}
command -v python3 >/dev/null || skip 'there is no python3 on this machine'
venv=.cache/foreign
wanted=$(cksum <test/foreign/requirements.txt)
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv" || skip 'python3 has no venv'
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r test/foreign/requirements.txt ||
    skip 'the packages of test/foreign/requirements.txt cannot be installed (is PyPI reachable?)'
  echo "$wanted" >"$venv/wanted"
fi

"$venv/bin/python" -m pytest -q -p no:cacheprovider test/foreign "$@"
