"""The one Ibis expression on a Spark standalone cluster, on loopback: a master, two workers, and the demo's ledger.

Run by `make check-cluster`. The result is written to `RESULTS-cluster.md` beside this file.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

HERE = Path(__file__).parent
SPARK = Path(pyspark.__file__).parent
CONGDOAN = Path(sys.executable).parent / "congdoan"
MASTER = "spark://127.0.0.1:7077"
LOOPBACK = {
    "SPARK_HOME": str(SPARK),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
}


@contextmanager
def running(name: str, *arguments: str, until: str) -> Iterator[None]:
    """A Spark process, from the line that says it is up to the end of the block."""
    command = [SPARK / "bin" / "spark-class", name, *arguments]
    process = subprocess.Popen(
        command, env=os.environ | LOOPBACK, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if re.search(until, line):
                break
        else:
            raise RuntimeError(f"{name} did not start")
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def cluster() -> Iterator[None]:
    """A master and two workers of one core each."""
    package = "org.apache.spark.deploy"
    worker = (
        f"{package}.worker.Worker",
        "--host",
        "127.0.0.1",
        "--cores",
        "1",
        "--memory",
        "2g",
        "--webui-port",
        "0",
        MASTER,
    )
    up = "Successfully registered with master"
    with (
        running(
            f"{package}.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "7077",
            "--webui-port",
            "0",
            until="I have been elected leader",
        ),
        running(*worker, until=up),
        running(*worker, until=up),
    ):
        yield


def congdoan(*arguments: str) -> tuple[str, float]:
    """What a command prints, and the seconds it took; it must succeed."""
    began = time.monotonic()
    environment = os.environ | LOOPBACK | {"SPARK_DRIVER_HOST": "127.0.0.1"}
    done = subprocess.run([CONGDOAN, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip(), time.monotonic() - began


def main(folder: Path) -> None:
    exported, seconds = congdoan("ledger", "export", str(folder))
    here, on_duckdb = congdoan("ledger", "check-export", str(folder))
    with cluster():
        there, on_spark = congdoan("ledger", "check-export", str(folder), "--master", MASTER)
    told = f"""# One expression, two engines

Written by `make check-cluster`: the demo federation's ledger, exported and computed on DuckDB and on a Spark standalone
cluster (Spark {pyspark.__version__}; a master and two workers of one core each, on loopback), each compared with
PostgreSQL for every unit, indicator, level and month.

| | result | seconds |
|---|---|---|
| export | {exported} | {seconds:.0f} |
| DuckDB | {here} | {on_duckdb:.0f} |
| Spark | {there} | {on_spark:.0f} |
"""
    (HERE / "RESULTS-cluster.md").write_text(told, "utf-8")
    print(told)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
