"""Writes a month of a large platform as AWS's FOCUS 1.2 export does, in Parquet and in CSV.gz.

usage: focus.py FOLDER [ROWS]           FOLDER/focus.parquet and FOLDER/focus.csv.gz, 5,000,000 line items by default
       focus.py FOLDER ROWS MONTHS      as many months, the last of them the same, in Parquet alone: FOLDER/2026-09.parquet

Hourly line items of thousands of resources in four accounts and three regions, in no order: usage on demand, spot
and under a savings plan with its unused rest, free usage, credits, corrections and tax; tags that are missing or
misspelled. The same arguments give the same line items.
"""
import gzip
import hashlib
import json
import sys
from contextlib import nullcontext

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

LAST, PART = np.datetime64("2026-09", "M"), 250_000
PAYER = "111122223333"
ACCOUNTS = [("210000000001", "array-prod", "prod", 0.62), ("210000000002", "array-staging", "staging", 0.2), ("210000000003", "array-dev", "dev", 0.13), ("210000000004", "array-shared", "shared", 0.05)]
REGIONS = [("us-east-1", "US East (N. Virginia)", "", 0.7), ("us-west-2", "US West (Oregon)", "USW2-", 0.22), ("eu-west-1", "Europe (Ireland)", "EU-", 0.08)]
APPS = ["crew-api", "crew-web", "booking", "calendar", "search", "payroll", "media", "notify", "gateway", "etl", "callsheet", "auth"]
TEAMS = ["crew", "booking", "scheduling", "search", "payments", "platform", "media", "data"]
MISSPELLED = {"prod": "Production", "staging": "stage", "dev": "DEV", "shared": "Shared"}
# weight, service, its category, code, usage type, unit, price, least and most of an hour, what the resource is
KINDS = [
    *[(w, "Amazon Elastic Compute Cloud", "Compute", "AmazonEC2", f"BoxUsage:{kind}", "Hours", price, 1, 1, "instance") for w, kind, price in [(0.05, "m6i.large", 0.096), (0.06, "m6i.xlarge", 0.192), (0.04, "m7g.xlarge", 0.1632), (0.03, "c7g.2xlarge", 0.29), (0.02, "r6g.large", 0.1008), (0.02, "t4g.medium", 0.0336)]],
    (0.02, "Amazon Elastic Compute Cloud", "Compute", "AmazonEC2", "SpotUsage:m6i.xlarge", "Hours", 0.0672, 1, 1, "instance"),
    (0.10, "Amazon Elastic Compute Cloud", "Compute", "AmazonEC2", "DataTransfer-Regional-Bytes", "GB", 0.01, 0.001, 9, "instance"),
    (0.05, "Amazon Elastic Compute Cloud", "Compute", "AmazonEC2", "DataTransfer-Out-Bytes", "GB", 0.09, 0.0001, 2, "instance"),
    (0.15, "Amazon Elastic Block Store", "Storage", "AmazonEC2", "EBS:VolumeUsage.gp3", "GB-Mo", 0.08, 0.03, 0.7, "volume"),
    (0.03, "Amazon Elastic Block Store", "Storage", "AmazonEC2", "EBS:SnapshotUsage", "GB-Mo", 0.05, 0.007, 0.3, "snapshot"),
    (0.02, "Amazon Virtual Private Cloud", "Networking", "AmazonEC2", "NatGateway-Bytes", "GB", 0.045, 0.05, 40, "natgateway"),
    (0.01, "Amazon Virtual Private Cloud", "Networking", "AmazonEC2", "NatGateway-Hours", "Hours", 0.045, 1, 1, "natgateway"),
    (0.04, "Elastic Load Balancing", "Networking", "AWSELB", "LCUUsage", "LCU-Hours", 0.008, 0.001, 12, "loadbalancer"),
    (0.01, "Amazon Elastic Container Service for Kubernetes", "Compute", "AmazonEKS", "AmazonEKS-Hours:perCluster", "Hours", 0.1, 1, 1, "cluster"),
    (0.02, "Amazon OpenSearch Service", "Databases", "AmazonES", "ESInstance:r6g.large", "Hours", 0.167, 1, 3, "domain"),
    (0.10, "Amazon Simple Storage Service", "Storage", "AmazonS3", "Requests-Tier2", "Requests", 0.0000004, 1, 90_000, "bucket"),
    (0.10, "AmazonCloudWatch", "Management and Governance", "AmazonCloudWatch", "DataProcessing-Bytes", "GB", 0.5, 0.00001, 1.5, "log-group"),
    (0.10, "AWS Lambda", "Compute", "AWSLambda", "Lambda-GB-Second-ARM", "Lambda-GB-Second", 0.0000133334, 1, 40_000, "function"),
    (0.03, "AWS Key Management Service", "Security", "awskms", "KMS-Requests", "Requests", 0.000003, 1, 9_000, "key"),
]
DOUBLES = {"BilledCost", "CommitmentDiscountQuantity", "ConsumedQuantity", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "ListCost", "ListUnitPrice", "PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity"}
TIMES = {"BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"}
MAPS = {"SkuPriceDetails", "Tags", "x_Discounts"}
COLUMNS = """AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd
BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription ChargeFrequency
ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity
CommitmentDiscountStatus CommitmentDiscountType CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice
EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice
PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName
ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId
SubAccountId SubAccountName SubAccountType Tags x_Discounts x_Operation x_ServiceCode""".split()
PAIRS = pa.map_(pa.string(), pa.string())
SCHEMA = pa.schema([(name, pa.float64() if name in DOUBLES else pa.timestamp("ms") if name in TIMES else PAIRS if name in MAPS else pa.string()) for name in COLUMNS])
PLAN = f"arn:aws:savingsplans::{PAYER}:savingsplan/5c1b2a34-0000-4000-8000-00000000c0de"
EVERYWHERE = {"BillingAccountId": PAYER, "BillingAccountName": "Array Payer", "BillingAccountType": "Management Account", "BillingCurrency": "USD", "InvoiceId": "1520348711", "InvoiceIssuerName": "Amazon Web Services, Inc.", "PricingCurrency": "USD", "ProviderName": "AWS", "PublisherName": "Amazon Web Services, Inc.", "SubAccountType": "AWS Account"}


def streams(rows, all_hours, random):
    """What is charged hour by hour: texts of a resource's line items, its price, and how many hours."""
    kinds = np.array([kind[0] for kind in KINDS])
    kinds /= kinds.sum()
    made, left = [], rows
    while left > 0:
        _, service, category, code, meter, unit, price, least, most, thing = KINDS[random.choice(len(KINDS), p=kinds)]
        account, account_name, environment, _ = ACCOUNTS[random.choice(len(ACCOUNTS), p=[account[3] for account in ACCOUNTS])]
        region, region_name, prefix, _ = REGIONS[random.choice(len(REGIONS), p=[region[3] for region in REGIONS])]
        hours = min(left, int(all_hours * random.choice([1, 0.9, 0.5, 0.25], p=[0.5, 0.25, 0.15, 0.1])))
        app = APPS[random.integers(len(APPS))]
        identity = hashlib.sha1(f"{len(made)}".encode()).hexdigest()
        resource = f"arn:aws:{code.lower()}:{region}:{account}:{thing}/{thing[:3]}-{identity[:17]}"
        tags = {}
        if random.random() > 0.07:
            tags = {"user_env": MISSPELLED[environment] if random.random() < 0.02 else environment, "user_team": TEAMS[APPS.index(app) % len(TEAMS)], "user_app": app}
            if thing in ("instance", "volume"):
                tags["aws_eks_cluster-name"] = f"array-{environment}"
        planned = meter.startswith("BoxUsage") and random.random() < 0.35
        details = {"InstanceType": meter.split(":")[1], "OperatingSystem": "Linux"} if "Usage:" in meter else {}
        made.append({
            "texts": {**EVERYWHERE, "SubAccountId": account, "SubAccountName": account_name, "RegionId": region, "RegionName": region_name, "AvailabilityZone": region + "abc"[random.integers(3)] if thing == "instance" else None,
                      "ServiceName": service, "ServiceCategory": category, "ServiceSubcategory": f"Other ({category})", "x_ServiceCode": code, "x_Operation": thing.title(), "SkuMeter": prefix + meter, "SkuId": identity[:16].upper(), "SkuPriceId": f"{identity[:16].upper()}.JRTCKXETXF",
                      "ChargeCategory": "Usage", "ChargeFrequency": "Usage-Based", "ChargeDescription": f"${price} per {unit} - {region_name}", "ConsumedUnit": unit, "PricingUnit": unit, "PricingCategory": "Committed" if planned else "Dynamic" if meter.startswith("Spot") else "Standard",
                      "CommitmentDiscountId": PLAN if planned else None, "CommitmentDiscountCategory": "Spend" if planned else None, "CommitmentDiscountType": "Compute Savings Plans" if planned else None, "CommitmentDiscountUnit": "USD" if planned else None, "CommitmentDiscountStatus": "Used" if planned else None,
                      "ResourceId": resource, "ResourceName": resource.rsplit("/", 1)[1], "ResourceType": thing},
            "tags": tags, "details": details, "price": 0.0 if random.random() < 0.12 else price, "least": least, "most": most, "planned": planned, "first": int(random.integers(0, all_hours - hours + 1)), "hours": hours,
        })
        left -= hours
    return made


def usage(made, begin, which, hours, random):
    """Columns of usage: of every line item, its stream and its hour."""
    take = pa.array(which)
    column = {name: pa.array([stream["texts"].get(name) for stream in made], pa.string()).take(take) for name in COLUMNS if name not in DOUBLES | TIMES | MAPS}
    number = lambda key: np.array([stream[key] for stream in made])[which]
    least, price, planned = number("least"), number("price"), number("planned")
    quantity = np.round(least + (number("most") - least) * random.random(len(which)) ** 3, 10)
    cost = np.round(quantity * price, 10)
    effective = np.where(planned, np.round(cost * 0.72, 10), cost)
    start = begin + hours.astype("timedelta64[h]")
    column |= {"ListCost": cost, "ContractedCost": cost, "EffectiveCost": effective, "BilledCost": np.where(planned, 0.0, cost), "ListUnitPrice": price, "ContractedUnitPrice": price, "PricingQuantity": quantity, "ConsumedQuantity": quantity,
               "PricingCurrencyEffectiveCost": effective, "PricingCurrencyListUnitPrice": price, "PricingCurrencyContractedUnitPrice": price, "CommitmentDiscountQuantity": pa.array(effective, mask=~planned),
               "ChargePeriodStart": start, "ChargePeriodEnd": start + np.timedelta64(1, "h")}
    for name, key in (("Tags", "tags"), ("SkuPriceDetails", "details")):
        column[name] = pa.array([list(stream[key].items()) for stream in made], PAIRS).take(take)
        column[name + " as text"] = pa.array([json.dumps(stream[key], separators=(",", ":")) if stream[key] else None for stream in made], pa.string()).take(take)
    return column, len(which)


def charges(made, begin, all_hours, random):
    """Columns of what is no usage: the savings plan and its unused rest, credits, corrections, tax."""
    used = np.zeros(all_hours)
    for stream in made:
        if stream["planned"]:
            used[stream["first"]:stream["first"] + stream["hours"]] += round(stream["price"] * 0.72, 10)
    committed, rows = float(np.ceil(used.max() * 100) / 100), []
    compute = {"ServiceName": "Amazon Elastic Compute Cloud", "ServiceCategory": "Compute", "x_ServiceCode": "ComputeSavingsPlans", "SubAccountId": PAYER, "SubAccountName": "Array Payer", "CommitmentDiscountId": PLAN, "CommitmentDiscountCategory": "Spend", "CommitmentDiscountType": "Compute Savings Plans", "PricingCategory": "Committed"}
    for hour in range(all_hours):
        rest = round(committed - float(used[hour]), 10)
        rows.append((hour, committed, 0.0, compute | {"ChargeCategory": "Purchase", "ChargeFrequency": "Recurring", "ChargeDescription": "1 year No Upfront Compute Savings Plan"}))
        rows.append((hour, 0.0, rest, compute | {"ChargeCategory": "Usage", "CommitmentDiscountStatus": "Unused", "ChargeDescription": "Unused Compute Savings Plan commitment"}))
    for at in range(100):
        account = ACCOUNTS[at % 4]
        category, klass, amount = [("Credit", None, -round(random.uniform(1, 900), 2)), ("Usage", "Correction", -round(random.uniform(1, 120), 2)), ("Tax", None, round(random.uniform(0, 3000), 2)), ("Adjustment", None, round(random.normal(0, 5), 4))][at // 4 % 4]
        rows.append((0, amount, amount, {"ChargeCategory": category, "ChargeClass": klass, "ChargeFrequency": "One-Time", "ChargeDescription": f"{category} of the month", "ServiceName": "Amazon Elastic Compute Cloud", "ServiceCategory": "Compute", "SubAccountId": account[0], "SubAccountName": account[1]}))
    column = {name: pa.array([(EVERYWHERE | row[3]).get(name) for row in rows], pa.string()) for name in COLUMNS if name not in DOUBLES | TIMES | MAPS}
    start = begin + np.array([row[0] for row in rows]).astype("timedelta64[h]")
    billed, effective = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return column | {"BilledCost": billed, "EffectiveCost": effective, "ListCost": np.zeros(len(rows)), "ContractedCost": billed, "ChargePeriodStart": start, "ChargePeriodEnd": start + np.timedelta64(1, "h")}, len(rows)


def write(month, rows, parquet_file, text_file=None):
    """A month's line items."""
    begin, end = month.astype("datetime64[ms]"), (month + 1).astype("datetime64[ms]")
    all_hours = int((end - begin) / np.timedelta64(1, "h"))
    random = np.random.default_rng(11)
    made = streams(rows - 2 * all_hours - 100, all_hours, random)
    which = np.repeat(np.arange(len(made), dtype=np.int32), [stream["hours"] for stream in made])
    hours = np.concatenate([np.arange(stream["first"], stream["first"] + stream["hours"], dtype=np.int32) for stream in made])
    order = random.permutation(len(which))
    which, hours = which[order], hours[order]
    with pq.ParquetWriter(parquet_file, SCHEMA, compression="snappy") as parquet, gzip.GzipFile(text_file, "wb", compresslevel=6, mtime=0) if text_file else nullcontext() as text:
        for at in [*range(0, len(which), PART), None]:
            column, count = charges(made, begin, all_hours, random) if at is None else usage(made, begin, which[at:at + PART], hours[at:at + PART], random)
            column |= {"BillingPeriodStart": np.full(count, begin), "BillingPeriodEnd": np.full(count, end)}
            arrays = [pa.array(column[name], field.type) if name in column else pa.nulls(count, field.type) for name, field in zip(COLUMNS, SCHEMA)]
            parquet.write_table(pa.table(arrays, SCHEMA), row_group_size=PART)
            if text:
                texts = [column.get(name + " as text", pa.nulls(count, pa.string())) if name in MAPS else pc.strftime(array.cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ") if name in TIMES else array for name, array in zip(COLUMNS, arrays)]
                pyarrow.csv.write_csv(pa.table(texts, COLUMNS), text, pyarrow.csv.WriteOptions(include_header=at == 0, quoting_style="needed"))


def main():
    folder, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000
    if len(sys.argv) < 4:
        write(LAST, rows, f"{folder}/focus.parquet", f"{folder}/focus.csv.gz")
    for back in range(int(sys.argv[3]) if len(sys.argv) > 3 else 0):
        write(LAST - back, rows, f"{folder}/{LAST - back}.parquet")


if __name__ == "__main__":
    main()
