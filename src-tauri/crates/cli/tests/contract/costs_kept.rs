//! Costs that are kept from one command to the next.

use crate::store::{Kept, with_a_keyring};

#[test]
fn what_was_synced_is_reported_and_handed_on() {
    with_a_keyring("costs_kept::child_reports_and_hands_on");
}

#[test]
#[ignore = "runs inside what_was_synced_is_reported_and_handed_on"]
fn child_reports_and_hands_on() {
    let Some(kept) = Kept::new() else { return };
    kept.run(&["--json", "costs", "sync", "--yes"])
        .ends(0)
        .document("costs-import");
    for (name, beginning) in [
        ("costs.html", "<!doctype html>"),
        ("costs.xlsx", "PK"),
        ("costs.csv", "month,service,currency,billed"),
    ] {
        let said = kept.run(&["--json", "costs", "export", name]).ends(0);
        assert_eq!(said.document("costs-exported")["path"], name);
        let bytes = std::fs::read(kept.folder().join(name)).unwrap();
        assert!(bytes.starts_with(beginning.as_bytes()), "{name}");
    }
    let by = ["--by", "billingAccount", "--mask"];
    kept.run(&[&["costs", "export", "by.csv"], &by[..]].concat())
        .ends(0);
    let exported = std::fs::read_to_string(kept.folder().join("by.csv")).unwrap();
    assert!(exported.contains("\n…0000,USD,"), "{exported}");
    let said = kept.run(&[&["costs", "report", "--csv"], &by[..]].concat());
    assert_eq!(
        said.ends(0).out,
        exported,
        "one table, whichever way it is asked for"
    );
    for (name, arguments) in [
        ("costs-report", &["report", "--by", "service", "--mask"][..]),
        ("costs-overview", &["overview"]),
        ("costs-drivers", &["drivers"]),
        ("costs-compare", &["compare"]),
        ("costs-forecast", &["forecast"]),
        ("costs-quality", &["quality"]),
    ] {
        let said = kept.run(&[&["--json", "costs"], arguments].concat());
        said.ends(0).document(name);
    }
    for (name, arguments) in [
        ("costs-allocation", &["allocate"][..]),
        (
            "costs-allocation",
            &["allocate", "fixed", "--share", "production=7"],
        ),
        ("costs-allocated", &["report", "--allocated"]),
        (
            "costs-allocated",
            &["report", "--allocated", "--by", "month"],
        ),
        (
            "costs-unit-counts",
            &["units", "set", "crew-profiles", "2026-10", "1840"],
        ),
        ("costs-units", &["units", "show"]),
        ("costs-support", &["support"]),
        ("costs-commitments", &["commitments"]),
        ("costs-waste", &["waste"]),
        (
            "costs-report",
            &["report", "--by", "tag:team", "--where", "tag:team!=crew"],
        ),
    ] {
        let said = kept.run(&[&["--json", "costs"], arguments].concat());
        said.ends(0).document(name);
    }
    tables(&kept);
    let said = kept.run(&["costs", "allocate"]).ends(0);
    assert!(said.out.contains("production 7"), "{}", said.out);
    for wrong in [
        &["allocate", "fixed"][..],
        &["allocate", "even", "--share", "production=7"],
        &["allocate", "fixed", "--share", "production"],
        &["report", "--allocated", "--by", "service"],
        &["units", "set", "crews", "2026-10", "3"],
        &["report", "--by", "tag:colour"],
        &["report", "--by", "tag:team,service"],
    ] {
        kept.run(&[&["costs"], wrong].concat()).ends(2);
    }
    let file = std::fs::read_to_string(kept.folder().join("crew.toml")).unwrap();
    std::fs::write(
        kept.folder().join("crew.toml"),
        file.replacen("\"crew\"", "\"staging\"", 1),
    )
    .unwrap();
    kept.launch(0, &[]);
    let said = kept.run(&["--json", "costs", "estimate"]).ends(0);
    let told = said.document("costs-estimate");
    assert_eq!(told["environments"][0]["environment"], "staging");
    let adopt = ["--json", "costs", "estimate", "staging", "--adopt"];
    let told = kept.run(&adopt).ends(0).document("costs-estimate");
    assert_ne!(told["adopted"], serde_json::json!([]));
    let told = kept.run(&adopt).ends(0).document("costs-estimate");
    assert_eq!(told["adopted"], serde_json::json!([]), "it fits now");
    kept.run(&["costs", "estimate", "--adopt"]).ends(2);
}

/// Every table as CSV, and no account number in anything that is asked for without.
fn tables(kept: &Kept) {
    kept.run(&["costs", "budget", "set", "900", "--environment", "staging"])
        .ends(0);
    for (header, arguments) in [
        (
            "service,currency,billed,effective,list,contracted,quantity,lines",
            &["report", "--by", "service"][..],
        ),
        (
            "month,environment,currency,direct,shared,total",
            &["report", "--allocated"],
        ),
        (
            "currency,why,what,change,before,after,quantityBefore,quantityAfter",
            &["drivers"],
        ),
        ("service,currency,before,after,difference", &["compare"]),
        (
            "day,currency,charged,ofItUsage,expected,low,high",
            &["forecast"],
        ),
        (
            "month,payer,lineItems,notRead,addsUp,severity,code,message",
            &["quality"],
        ),
        (
            "budget,month,currency,aMonth,charged,forecast,left,howItStands",
            &["budget", "list"],
        ),
        (
            "commitment,currency,purchased,used,unused,utilisation,saved",
            &["commitments"],
        ),
        (
            "what,currency,aMonth,confidence,howItWasFound,whatToDo,resources",
            &["waste"],
        ),
        (
            "unit,month,currency,charged,count,each,change,note",
            &["units", "show"],
        ),
        (
            "environment,region,kubernetes,chargedFrom,updatedByAWSOn,moreAMonth,today",
            &["support"],
        ),
        (
            "environment,component,nestedStacks,estimated,charged,difference",
            &["estimate"],
        ),
    ] {
        let csv = kept.run(&[&["costs"], arguments, &["--csv", "--mask"]].concat());
        let csv = csv.ends(0).out;
        let mut lines = csv.lines();
        assert_eq!(lines.next(), Some(header));
        assert!(!csv.contains("000000000000"), "{csv}");
        let text = kept.run(&[&["costs"], arguments, &["--mask"]].concat());
        let text = text.ends(0).out;
        assert!(!text.contains("000000000000"), "{text}");
    }
    kept.run(&["costs", "overview", "--csv"]).ends(2);
    kept.run(&["--json", "costs", "report", "--csv"]).ends(2);
}
