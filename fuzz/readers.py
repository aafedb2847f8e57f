"""Coverage-guided fuzzing of the readers: `make fuzz`, or ``python fuzz/readers.py --seconds 300 odyssey_classic``.

Atheris instruments the readers and grows inputs, from our fixtures on, that reach new code. An input is wrong if the reader raises,
takes longer than `SLOW` seconds or more than `MEGABYTES`, opens a file or a connection, or returns something that cannot be written.
A wrong input is kept in ``fuzz/found/`` and named on the last lines; it becomes a test beside the mended reader.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "tests" / "fixtures"
SLOW = 20
MEGABYTES = 2048


def one(name: str, arguments: list[str]) -> None:
    """Fuzz one reader in this process until the fuzzer's own limits end it."""
    import atheris

    with atheris.instrument_imports(include=["unburden"]):
        from importlib import import_module

        from unburden.readers import Source
        from unburden.readers.unburden_json import to_json
        from unburden.record import flatten

        reader = import_module(f"unburden.readers.{name}")
        # What is imported inside functions is imported, and instrumented, before the fence stands.
        for path in seeds(name):
            reader.read(Source(path.name, None, path.read_bytes()))

    def fence(event: str, _: object) -> None:
        if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib.")):
            raise AssertionError(f"the reader tried {event}")

    sys.addaudithook(fence)

    def try_one(data: bytes) -> None:
        source = Source("file", None, data)
        assert 0 <= reader.sniff(source) <= 1
        records = reader.read(source)
        assert records
        for record in records:
            flatten(record)
        to_json(records)

    atheris.Setup([sys.argv[0], *arguments], try_one)
    atheris.Fuzz()


def seeds(name: str) -> list[Path]:
    """Our own files of this format."""
    return sorted(path for path in (FIXTURES / name).rglob("*") if path.is_file() and ".golden." not in path.name)


def main() -> int:
    """Fuzz each reader named, or all, in turn, in processes of their own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("formats", nargs="*", help="readers to fuzz; all if none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--in-process", metavar="FORMAT", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.in_process:
        one(given.in_process, [*rest, *given.formats])
        return 0
    # Not before: what is imported once is instrumented no more.
    from unburden.readers import readers

    names = given.formats or [reader.FORMAT for reader in readers()]
    found = HERE / "found"
    wrong = []
    for name in names:
        with tempfile.TemporaryDirectory() as corpus:
            for n, path in enumerate(seeds(name)):
                (Path(corpus) / f"seed{n}").write_bytes(path.read_bytes())
            found.mkdir(exist_ok=True)
            limits = [f"-max_total_time={given.seconds}", f"-timeout={SLOW}", f"-rss_limit_mb={MEGABYTES}", "-max_len=30000"]
            done = subprocess.run(
                [sys.executable, __file__, "--in-process", name, *limits, f"-artifact_prefix={found}/{name}-", corpus],
                capture_output=True, text=True, errors="replace", check=False, env={**os.environ, "PYTHONHASHSEED": "0"},
            )  # fmt: skip
        told = [line for line in done.stderr.splitlines() if " cov: " in line or line.startswith("Done ")]
        print(f"{name:24} {'ok' if done.returncode == 0 else 'WRONG':6} {'; '.join(told[-2:]) or done.stderr[-300:]}", flush=True)
        if done.returncode:
            wrong.append(name)
            print(*done.stdout.splitlines()[-25:], *done.stderr.splitlines()[-5:], sep="\n", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
