"""Cost files for sets.mjs, and what each of them adds up to: read here by columns and in decimal, by FOCUS's
definitions and AWS's own query for amortised cost, without a line of the product.

    python3 sets.py DATA FOLDER     DATA is the reference data; what is made of it is written into FOLDER

Prints the sets as JSON. Without numpy and pyarrow (tests/bench/requirements.txt) the sets that need them are left out.
"""

import csv
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime, timezone
from decimal import ROUND_HALF_EVEN, Context, Decimal, setcontext
from pathlib import Path

try:
    import numpy  # noqa: F401  the generator needs it
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    pa = None

# Sums of amounts stay exact.
setcontext(Context(prec=60))
DATA, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
COSTS = ["billed", "effective", "list", "contracted"]
AMOUNT = Decimal(1).scaleb(-18)
LARGEST = Decimal(10) ** 13
NOTHING = {"", "\\n", "null", "none", "nan"}
FOCUS_COLUMNS = json.loads((DATA / "focus/focus_columns_by_version.json").read_text())
AWS_COLUMNS = json.loads((DATA / "focus/aws_export_columns.json").read_text())
OF_1_0_AWS = {"x_CostCategories", "x_Discounts", "x_Operation", "x_ServiceCode", "x_UsageType"}


def text(value):
    """A cell's text; nothing for the words that exports write for it."""
    value = "" if value is None else str(value).strip()
    return "" if value.lower() in NOTHING else value


def amount(value):
    """A cell's amount, or nothing. A double is the shortest decimal that reads back as itself."""
    if isinstance(value, float):
        return Decimal(repr(value))
    value = text(value)
    return Decimal(re.sub(r"[$,\s]", "", value)) if value else None


def month(value):
    if isinstance(value, datetime):
        return value.strftime("%Y-%m")
    if value[4] == "-":
        return value[:7]
    number, _, year = value.split("/")
    return f"20{year}-{int(number):02d}"


def snake(name):
    """`reservation/ReservationARN` as CUR 2.0 has it: `reservation_reservation_a_r_n`."""
    return re.sub(r"_+", "_", re.sub(r"([A-Z])", r"_\1", name.replace("/", "_"))).lower() if "/" in name else name.lower()


def focus(row):
    amounts = [amount(row.get(name)) for name in ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"]]
    billed = amounts[0] or Decimal(0)
    amounts[1] = billed if amounts[1] is None else amounts[1]
    key = (text(row.get("ProviderName")), text(row.get("BillingAccountId")), month(row["BillingPeriodStart"]))
    return key, text(row.get("BillingCurrency")), amounts


def cur(row):
    """AWS's query for amortised cost, with net columns where they have a value."""
    row = {snake(name): value for name, value in row.items()}

    def of(name):
        return amount(row.get(name))

    def net(gross, net):
        return of(net) if of(net) is not None else of(gross) or Decimal(0)

    kind = row["line_item_line_item_type"]
    billed = net("line_item_unblended_cost", "line_item_net_unblended_cost")
    effective = billed
    if kind == "SavingsPlanCoveredUsage":
        effective = net("savings_plan_savings_plan_effective_cost", "savings_plan_net_savings_plan_effective_cost")
    elif kind == "SavingsPlanRecurringFee":
        effective = of("savings_plan_total_commitment_to_date") - of("savings_plan_used_commitment")
    elif kind in ("SavingsPlanNegation", "SavingsPlanUpfrontFee") or (kind == "Fee" and text(row["reservation_reservation_a_r_n"])):
        effective = Decimal(0)
    elif kind == "DiscountedUsage":
        effective = net("reservation_effective_cost", "reservation_net_effective_cost")
    elif kind == "RIFee":
        effective = net("reservation_unused_amortized_upfront_fee_for_billing_period", "reservation_net_unused_amortized_upfront_fee_for_billing_period")
        effective += net("reservation_unused_recurring_fee", "reservation_net_unused_recurring_fee")
    key = ("AWS", text(row["bill_payer_account_id"]), month(row["bill_billing_period_start_date"]))
    return key, text(row["line_item_currency_code"]), [billed, effective, of("pricing_public_on_demand_cost"), billed]


def members(path):
    """A file's tables: rows as dictionaries. A zip has several."""
    if path.suffix == ".parquet":
        yield pq.ParquetFile(path).read().to_pylist()
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield table(archive.read(name))
    else:
        yield table(path.read_bytes())


def table(content):
    content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def told(columns):
    """The FOCUS version from the newest column, as the reference data has them."""
    lower = {name.lower() for name in columns}
    introduced = {known["introduced"] for name, known in FOCUS_COLUMNS["v1.2"].items() if name.lower() in lower}
    version = next((version for version in ["1.2", "1.1"] if version in introduced), "1.0")
    return f"FOCUS_{version.replace('.', '_')}_AWS" if OF_1_0_AWS & set(columns) else f"FOCUS {version}"


def decimal(value):
    value = f"{value:f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return "0" if value in ("-0", "") else value


def expected(name, path, files, format=None, truth=None, broken=()):
    """What a set adds up to: by file, by month and in all. `broken` are rows, from 1, with the column that is wrong."""
    reports, months, cut = [], {}, [Decimal(0)] * 4
    for file in files:
        for rows in members(file):
            for number, row in enumerate(rows, 1):
                if any(number == wrong for wrong, _ in broken):
                    continue
                if text(row.get("split_line_item_parent_resource_id")):
                    # A pod's share of a node whose costs are a line item already.
                    continue
                key, currency, amounts = (cur if format and "CUR" in format else focus)(row)
                entry = months.setdefault(key, {"lines": 0, "totals": {}})
                entry["lines"] += 1
                sums = entry["totals"].setdefault(currency, [Decimal(0)] * 4)
                for at, value in enumerate(amounts):
                    value = value or Decimal(0)
                    assert abs(value) < LARGEST, f"{file}: {value}"
                    # Amounts are kept to eighteen digits; what that changes in all is told apart.
                    kept = value.quantize(AMOUNT, ROUND_HALF_EVEN)
                    sums[at] += kept
                    cut[at] += kept - value
            reports.append({"name": file.name, "format": format or told(list(rows[0])), "rows": len(rows) - len(broken), "rejected": [list(wrong) for wrong in broken]})
    totals = {}
    for entry in months.values():
        for currency, sums in entry["totals"].items():
            totals[currency] = [a + b for a, b in zip(totals.get(currency, [Decimal(0)] * 4), sums)]
    costs = lambda by: {currency: dict(zip(COSTS, map(decimal, sums))) for currency, sums in sorted(by.items())}
    kept = [{"provider": provider, "billingAccount": payer, "period": period, "lines": entry["lines"], "totals": costs(entry["totals"])} for (provider, payer, period), entry in sorted(months.items())]
    return {"name": name, "path": str(path), "files": reports, "months": kept, "totals": costs(totals), "truth": truth, "cut": f"{max(map(abs, cut)):.1E}" if any(cut) else None}


def read_truth(path):
    truth = json.loads(path.read_text())
    return {cost: truth[cost] for cost in ["billed", "effective", "list"]} | {"rows": truth["rows"]}


def write_csv(path, rows, columns=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = columns or list(rows[0])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    content = out.getvalue().encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def write_parquet(path, rows, kinds):
    """By Glue's names of types; a column without one is a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs = pa.map_(pa.string(), pa.string())
    types = {"double": pa.float64(), "timestamp": pa.timestamp("ms"), "map<string,string>": pairs, "map<string,double>": pa.map_(pa.string(), pa.float64())}

    def cell(value, kind):
        if text(value) == "":
            return None
        if kind == "double":
            return float(value)
        if kind == "timestamp":
            return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc).replace(tzinfo=None)
        return list(json.loads(value).items()) if kind and kind.startswith("map") else str(value)

    arrays = {name: pa.array([cell(row.get(name), kind) for row in rows], types.get(kind, pa.string())) for name, kind in kinds.items()}
    pq.write_table(pa.table(arrays), path)
    return path


def given():
    """What the reference data has as files."""
    data = DATA / "focus"
    yield expected("real sample", data / "focus_sample_dev_v1.0.csv", [data / "focus_sample_dev_v1.0.csv"])
    for ending in ["csv.gz"] + ["parquet"] * bool(pa):
        file = data / f"gen_dev_50k.{ending}"
        yield expected(f"generated, {ending}", file, [file], truth=read_truth(data / "gen_dev_50k.truth.json"))
    for file in sorted((data / "spec_examples").glob("*.csv")):
        yield expected(f"specification: {file.stem}", file, [file])
    legacy = DATA / "cur/nise_legacy_cur_2026-08.csv.gz"
    yield expected("legacy CUR", legacy, [legacy], "legacy CUR")
    yield expected("legacy CUR, its folder", legacy.parent, [legacy], "legacy CUR")


def manifest(path, **what):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(what))


def export_tree(name, months, part):
    """A Data Export that keeps every delivery: two parts a month, and of the first month an older delivery as well."""
    tree, files = FOLDER / name, []
    for period, rows in months.items():
        for delivery, lines in {"20261001T0000-old": rows[: len(rows) // 2], "20261002T0000-new": rows}.items():
            if delivery.endswith("old") and period != min(months):
                continue
            half = len(lines) // 2
            paths = [part(tree / f"data/BILLING_PERIOD={period}/{delivery}/{name}-0000{at}", lines) for at, lines in enumerate([lines[:half], lines[half:]], 1)]
            keys = [f"s3://exports/costs/{path.relative_to(FOLDER)}" for path in paths]
            about = {"executionId": delivery, "lastUpdated": f"2026-10-0{2 if delivery.endswith('new') else 1}T00:00:00Z", "dataFiles": keys, "billingPeriod": period}
            manifest(tree / f"metadata/BILLING_PERIOD={period}/{delivery}/{name}-Manifest.json", **about)
            files = files + paths if delivery.endswith("new") else files
    return tree, files


def generated():
    """What the generator makes, and the same line items in every version, container and tree."""
    truths, months = [], {}
    for period, seed, order in [("2026-07", 21, "shuffled"), ("2026-08", 22, "hourly")]:
        subprocess.run([sys.executable, DATA / "gen/gen_focus.py", "--rows", "5000", "--seed", str(seed), "--month", period, "--order", order, "--parquet", "--csv", "--out", FOLDER, "--name", f"gen-{order}"], check=True, stdout=subprocess.DEVNULL)
        truth = read_truth(next(FOLDER.glob(f"gen-{order}*truth*.json")))
        for ending in ["csv.gz", "parquet"]:
            file = FOLDER / f"gen-{order}.{ending}"
            yield expected(f"generator, {order}, {ending}", file, [file], truth=truth)
        truths.append(truth)
        months[period] = table((FOLDER / f"gen-{order}.csv.gz").read_bytes())
    (truth, other), (rows, _) = truths, months.values()
    aws = {column["name"]: column["glue_type"] for column in AWS_COLUMNS["FOCUS_1_2_AWS"]}
    known = {version: list(FOCUS_COLUMNS[version]) for version in ["v1.0", "v1.1", "v1.2"]}
    flavours = {"focus-1.0": known["v1.0"], "focus-1.1": known["v1.1"], "focus-1.2": known["v1.2"], "focus-1.0-aws": known["v1.0"] + sorted(OF_1_0_AWS), "focus-1.2-aws": list(aws)}
    for name, columns in flavours.items():
        file = write_csv(FOLDER / f"{name}.csv", rows, columns)
        yield expected(f"{name}, csv", file, [file], truth=truth)
    file = write_parquet(FOLDER / "focus-1.0-aws.parquet", rows, {name: aws.get(name) for name in flavours["focus-1.0-aws"]})
    yield expected("focus-1.0-aws, parquet", file, [file], truth=truth)
    halves = [write_csv(FOLDER / f"halves/{at}.csv{'.gz' * at}", part) for at, part in enumerate([rows[:2000], rows[2000:]])]
    for name, parts in {"one-file": [FOLDER / "focus-1.2-aws.csv"], "two-parts": halves}.items():
        with zipfile.ZipFile(FOLDER / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part, part.name)
        yield expected(f"zip, {name}", FOLDER / f"{name}.zip", [FOLDER / f"{name}.zip"], truth=truth)
    both = {key: truth[key] + other[key] for key in truth}
    trees = {"export-csv": lambda path, lines: write_csv(path.with_suffix(".csv.gz"), lines), "export-parquet": lambda path, lines: write_parquet(path.with_suffix(".parquet"), lines, aws)}
    for name, part in trees.items():
        yield expected(f"tree, {name}", *export_tree(name, months, part), truth=both)
    mixed = [row | ({"BillingCurrency": "EUR"} if at % 3 == 0 else {}) | ({"BillingAccountId": "444455556666"} if at % 2 else {}) for at, row in enumerate(rows)]
    file = write_csv(FOLDER / "two-currencies-two-payers.csv", mixed)
    yield expected("two currencies, two payers", file, [file])
    broken = [(7, "BilledCost", "twelve"), (1234, "ChargePeriodStart", "2026-02-30T00:00:00Z"), (4321, "EffectiveCost", "1e30")]
    wrong = [row | {column: value for number, column, value in broken if number == at} for at, row in enumerate(rows, 1)]
    file = write_csv(FOLDER / "three-broken.csv", wrong)
    yield expected("three broken line items", file, [file], broken=[(number, column) for number, column, _ in broken])


def every_type(row):
    """A line item of each type that CUR has, beside the usage that the reference data has."""
    arn = "arn:aws:ec2:us-east-1:111122223333:reserved-instances/0f"
    plan = "arn:aws:savingsplans::111122223333:savingsplan/0a"
    unblended, net = "line_item_unblended_cost", "line_item_net_unblended_cost"
    of = [
        ("Usage", {unblended: "10.0000000001", net: "9.5"}), ("Tax", {unblended: "2.25"}), ("Credit", {unblended: "-3.125"}), ("Refund", {unblended: "-0.75"}),
        ("Fee", {unblended: "40"}), ("Fee", {unblended: "900", "reservation_reservation_a_r_n": arn}), ("EdpDiscount", {unblended: "-1.5"}), ("BundledDiscount", {unblended: "-0.25"}),
        ("SavingsPlanCoveredUsage", {unblended: "6", "savings_plan_savings_plan_effective_cost": "4.2", "savings_plan_net_savings_plan_effective_cost": "4.1", "savings_plan_savings_plan_a_r_n": plan}),
        ("SavingsPlanNegation", {unblended: "-6", "savings_plan_savings_plan_a_r_n": plan}), ("SavingsPlanUpfrontFee", {unblended: "500", "savings_plan_savings_plan_a_r_n": plan}),
        ("SavingsPlanRecurringFee", {unblended: "5", "savings_plan_total_commitment_to_date": "5", "savings_plan_used_commitment": "4.2", "savings_plan_savings_plan_a_r_n": plan}),
        ("DiscountedUsage", {unblended: "0", "reservation_effective_cost": "0.0576", "reservation_net_effective_cost": "0.05", "reservation_reservation_a_r_n": arn}),
        ("RIFee", {unblended: "43.2", "reservation_unused_amortized_upfront_fee_for_billing_period": "1.1", "reservation_unused_recurring_fee": "2.2", "reservation_net_unused_recurring_fee": "2", "reservation_reservation_a_r_n": arn}),
        ("Usage", {unblended: "", "split_line_item_split_cost": "3", "split_line_item_unused_cost": "1", "split_line_item_parent_resource_id": "i-0a"}),
    ]
    plain = {name: value for name, value in row.items() if not name.startswith(("savings_plan", "reservation"))}
    return [plain | {"line_item_line_item_type": kind, "identity_line_item_id": f"type-{at}", "pricing_public_on_demand_cost": f"{at}.5"} | costs for at, (kind, costs) in enumerate(of)]


def reports():
    """The legacy CUR as its tree, in Parquet, and as CUR 2.0 with maps."""
    legacy = table((DATA / "cur/nise_legacy_cur_2026-08.csv.gz").read_bytes())
    tree = FOLDER / "legacy-cur"
    above = tree / "cur/20260801-20260901"
    kept = []
    for assembly, lines in {"0b1c-older": legacy[:1000], "f5b9-newer": legacy}.items():
        parts = [write_csv(above / assembly / f"cur-{at}.csv.gz", part) for at, part in enumerate([lines[:900], lines[900:]], 1)]
        about = {"assemblyId": assembly, "reportKeys": [str(path.relative_to(tree)) for path in parts], "compression": "GZIP", "billingPeriod": {"start": "20260801T000000.000Z", "end": "20260901T000000.000Z"}}
        manifest(above / assembly / "cur-Manifest.json", **about)
        manifest(above / "cur-Manifest.json", **about)
        kept = parts
    yield expected("tree, legacy CUR", tree, kept, "legacy CUR")
    kinds = {column["name"]: column["glue_type"] for column in AWS_COLUMNS["COST_AND_USAGE_REPORT_cur2"]}
    maps = {"product": "product/", "resource_tags": "resourceTags/", "cost_category": "costCategory/"}
    second = []
    for row in legacy:
        made = {snake(name): value for name, value in row.items()}
        for name, start in maps.items():
            pairs = {snake(key[len(start):].replace(":", "_").replace(" ", "_") + "/").strip("_"): value for key, value in row.items() if key.startswith(start) and text(value)}
            made[name] = json.dumps(pairs)
        second.append({name: made[name] for name in kinds if name in made} | {"bill_payer_account_name": "Payer", "line_item_usage_account_name": "Crew"})
    file = write_csv(FOLDER / "cur-2.0.csv.gz", second, list(kinds))
    yield expected("CUR 2.0, csv.gz", file, [file], "CUR 2.0")
    file = write_csv(FOLDER / "cur-2.0-every-type.csv", second[:100] + every_type(second[0]), list(kinds))
    yield expected("CUR 2.0, every line item type", file, [file], "CUR 2.0")
    if not pa:
        return
    file = write_parquet(FOLDER / "cur-2.0.parquet", second, kinds)
    yield expected("CUR 2.0, parquet", file, [file], "CUR 2.0")
    flat = [{snake(name).replace(":", "_").replace(" ", "_"): value for name, value in row.items()} for row in legacy]
    file = write_parquet(FOLDER / "legacy-parquet/year=2026/month=8/cur-00001.snappy.parquet", flat, {name: kinds.get(name) for name in flat[0]})
    yield expected("tree, legacy CUR in parquet", FOLDER / "legacy-parquet", [file], "legacy CUR")


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
if not pa:
    print("Without numpy and pyarrow there is no Parquet, and the generator makes nothing.", file=sys.stderr)
print(json.dumps([*given(), *(generated() if pa else []), *reports()]))
