"""A whole import of 5,000,000 line items into the encrypted store, beside peers that do the same group-by and write
their roll-up to disk: DuckDB and Polars, on the same Parquet and CSV.gz, in turn.

usage: costs.py IMPORTER [FOLDER]       FOLDER has focus.parquet and focus.csv.gz; without one they are made
       costs.py peer ENGINE FILE OUT    one peer's run, as the table above calls it

IMPORTER is `cargo build --release -p store --example costs`. CPU seconds are of the whole process and its threads,
the median of the rounds; memory is its peak. All must find the same groups and totals.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from statistics import median

ROUNDS, ROWS, THREADS = 3, 5_000_000, "2"
TEXTS = ["BillingAccountId", "SubAccountId", "RegionId", "ServiceName", "SkuMeter", "PricingCategory", "ChargeCategory", "ChargeClass", "CommitmentDiscountId", "CommitmentDiscountStatus", "BillingCurrency"]
TAGS = ["user_env", "user_app", "user_team"]
SUMS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity"]


def duckdb(file, out):
    """The roll-up as a table of a new database."""
    import duckdb

    base = duckdb.connect(str(out / "ledger.duckdb"))
    base.execute(f"SET threads={THREADS}")
    if file.suffix == ".parquet":
        source, tag = f"read_parquet('{file}')", lambda name: f"element_at(Tags, '{name}')[1]"
    else:
        types = {name: "DOUBLE" for name in SUMS} | {"ChargePeriodStart": "TIMESTAMP"}
        source, tag = f"read_csv('{file}', header=true, all_varchar=true, types={types})", lambda name: f"json_extract_string(Tags, '$.{name}')"
    tags = ", ".join(f"{tag(name)} AS {name}" for name in TAGS)
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    base.execute(f"CREATE TABLE ledger AS SELECT CAST(ChargePeriodStart AS DATE) AS day, {', '.join(TEXTS)}, {tags}, {sums}, count(*) AS lines FROM {source} GROUP BY ALL")
    base.execute("CHECKPOINT")
    return base.execute("SELECT count(*), sum(lines), sum(BilledCost), sum(EffectiveCost) FROM ledger").fetchone()


def polars(file, out):
    """The roll-up as a Parquet file."""
    os.environ["POLARS_MAX_THREADS"] = THREADS
    import polars as pl

    if file.suffix == ".parquet":
        lines, day, tag = pl.scan_parquet(file), pl.col("ChargePeriodStart").dt.date(), lambda name: pl.col("Tags").map.get(name)
    else:
        lines, day, tag = pl.scan_csv(file, infer_schema=False), pl.col("ChargePeriodStart").str.slice(0, 10), lambda name: pl.col("Tags").str.extract(f'"{name}":"([^"]*)"', 1)
    lines = lines.select(day.alias("day"), *TEXTS, *[tag(name).alias(name) for name in TAGS], *[pl.col(name).cast(pl.Float64) for name in SUMS])
    rolled = lines.group_by("day", *TEXTS, *TAGS).agg(*[pl.col(name).sum() for name in SUMS], pl.len().alias("lines")).collect(engine="streaming")
    rolled.write_parquet(out / "ledger.parquet")
    return rolled.height, rolled["lines"].sum(), rolled["BilledCost"].sum(), rolled["EffectiveCost"].sum()


def peer(engine, file, out):
    groups, rows, billed, effective = {"duckdb": duckdb, "polars": polars}[engine](Path(file), Path(out))
    print(json.dumps({"groups": int(groups), "rows": int(rows), "billed": str(billed), "effective": str(effective)}))


def measured(command, out):
    """One run in a process and a folder of its own: what it found, seconds of CPU and of the clock, MB at its peak."""
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(exist_ok=True)
    if "peer" in command:
        out.mkdir()
    began = time.perf_counter()
    running = subprocess.Popen([*command, str(out)], stdout=subprocess.PIPE)
    found = json.loads(running.stdout.read())
    _, status, used = os.wait4(running.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}.")
    return found, used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def agree(one, other):
    """Ours are exact; the peers' are sums of doubles."""
    near = lambda key: abs(Decimal(one[key]) - Decimal(other[key])) < Decimal("0.001")
    return one["groups"] == other["groups"] and one["rows"] == other["rows"] and near("billed") and near("effective")


def main():
    importer = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="array-costs-") as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch)
        if len(sys.argv) < 3:
            print(f"    making {ROWS:,} line items", flush=True)
            subprocess.run([sys.executable, str(Path(__file__).with_name("focus.py")), scratch, str(ROWS)], check=True)
        print(f"    {'file':<16}{'engine':<16}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'rows/CPU s':>13}  groups, billed", flush=True)
        failed = []
        for name, asked, most in (("focus.parquet", "duckdb", Decimal("1.0")), ("focus.csv.gz", "polars", Decimal("0.8"))):
            file = folder / name
            engines = {"array console": [importer, str(file)]} | {engine: [sys.executable, __file__, "peer", engine, str(file)] for engine in ("duckdb", "polars")}
            runs = {engine: [] for engine in engines}
            for _ in range(ROUNDS):
                for engine, command in engines.items():
                    runs[engine].append(measured(command, Path(scratch) / "out" / engine.replace(" ", "-")))
            cpu = {}
            for engine, all_runs in runs.items():
                found = all_runs[0][0]
                cpu[engine] = median(run[1] for run in all_runs)
                print(f"    {name:<16}{engine:<16}{cpu[engine]:>8.2f}{median(run[2] for run in all_runs):>8.2f}{max(run[3] for run in all_runs):>9.0f}{found['rows'] / cpu[engine]:>13,.0f}  {found['groups']:,}, {found['billed']}", flush=True)
                failed += [] if agree(found, runs["array console"][0][0]) else [f"{engine} finds other totals in {name}"]
            ratio, memory = cpu["array console"] / cpu[asked], max(run[3] for run in runs["array console"])
            print(f"    {name:<16}CPU {ratio:.2f} of {asked}'s, at most {most} asked; {memory:.0f} MB, at most 200 asked", flush=True)
            failed += [] if ratio <= most and memory <= 200 else [f"{name} takes more than is asked"]
    if failed:
        sys.exit("; ".join(failed) + ".")


if __name__ == "__main__":
    peer(*sys.argv[2:]) if sys.argv[1] == "peer" else main()
