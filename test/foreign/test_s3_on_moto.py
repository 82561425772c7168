"""The S3 cases of test/local/s3-cases run against moto as well: what holds on both is right of S3, not of us."""

import pathlib
import re
import socket
import subprocess
import sys
import time

from conftest import CLEAN, TOLD

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_cases_hold_on_moto_too():
    port = free_port()
    server = subprocess.Popen(
        [pathlib.Path(sys.executable).parent / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        done = subprocess.run(
            ["node", "test/foreign/s3-moto.mjs", f"http://127.0.0.1:{port}"],
            cwd=ROOT,
            env=CLEAN,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        server.terminate()
        server.wait()
    TOLD.append(f"the S3 cases on moto: {done.stdout.strip().splitlines()[-1]}" if done.stdout else "no S3 cases")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed and int(passed.group(1)) >= 25, done.stdout
