#!/usr/bin/env bash
# The local cloud under clients that are not ours: boto3 and the AWS CLI, every answer of ECS and Logs held against
# botocore's own model, and the S3 cases of test/local/s3-cases against moto. Needs Python 3.9+ and a built dist/.
# Exit 0: passed; 1: failed; 77: skipped, with the reason.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
  echo
  echo "!!!! SKIPPED: the foreign clients did not run: $1"
  exit 77
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
