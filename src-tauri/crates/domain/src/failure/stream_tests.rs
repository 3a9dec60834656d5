#![allow(clippy::unwrap_used)]

use super::*;

fn event(id: &str, stamp: &str, status: &str) -> String {
    format!(
        r#"{{"StackId":"arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1","EventId":"{id}","StackName":"demo","LogicalResourceId":"{id}","PhysicalResourceId":"","ResourceType":"AWS::EC2::VPC","Timestamp":{stamp},"ResourceStatus":"{status}"}}"#
    )
}

fn ids(events: &[StackEvent]) -> Vec<&str> {
    events.iter().map(|event| event.id.as_str()).collect()
}

#[test]
fn times_of_every_form_agree() {
    for stamp in [
        r#""2024-05-04T12:33:11.250Z""#,
        r#""2024-05-04T12:33:11.250000+00:00""#,
        r#""2024-05-04T18:03:11.25+05:30""#,
        r#""2024-05-04T04:33:11.250-0800""#,
        "1714825991.25",
        r#""1714825991.25""#,
    ] {
        let events = parse_stack_events(&format!(
            r#"{{"StackEvents":[{}]}}"#,
            event("a", stamp, "CREATE_COMPLETE")
        ))
        .unwrap();
        assert_eq!(
            events[0].at_ms, 1_714_825_991_250,
            "{stamp} is the same moment in all forms"
        );
        assert_eq!(events[0].physical_id, None, "an empty physical ID is none");
    }
}

#[test]
fn newest_first_is_turned_and_equal_times_keep_their_order() {
    let list = |pairs: &[(&str, u32)]| {
        let events: Vec<String> = pairs
            .iter()
            .map(|(id, at)| event(id, &at.to_string(), "CREATE_FAILED"))
            .collect();
        format!(r#"{{"StackEvents":[{}]}}"#, events.join(","))
    };
    let one = list(&[("a3", 20), ("a2", 10), ("a1", 10)]);
    let two = list(&[("b2", 20), ("b1", 10)]);
    assert_eq!(
        ids(&parse_stack_events(&one).unwrap()),
        ["a1", "a2", "a3"],
        "AWS prints the newest first"
    );
    let merged = ["a1", "a2", "b1", "a3", "b2"];
    assert_eq!(
        ids(&parse_stack_events(&format!("{one}\n{two}")).unwrap()),
        merged,
        "two outputs one after the other"
    );
    assert_eq!(
        ids(&parse_stack_events(&format!("[{one},{two}]")).unwrap()),
        merged,
        "an array of outputs"
    );
    assert_eq!(
        ids(&parse_stack_events(&format!("{one}{one}")).unwrap()),
        ["a1", "a2", "a3"],
        "repeated events count once"
    );
    assert_eq!(
        ids(&parse_stack_events(&list(&[("x", 5), ("y", 6)])).unwrap()),
        ["x", "y"],
        "oldest first is kept"
    );
}

#[test]
fn bad_input_is_an_error_with_its_place() {
    let bad = |text: &str| parse_stack_events(text).unwrap_err();
    assert_eq!(
        bad("{\n \"StackEvents\": [}").place,
        "line 2, column 18",
        "where the JSON breaks"
    );
    assert_eq!(
        bad(&format!(
            r#"{{"StackEvents":[{}]}}"#,
            event("a", "1", "SORT_OF_DONE")
        ))
        .place,
        "StackEvents[0].ResourceStatus",
        "an unknown status"
    );
    assert_eq!(
        bad(&format!(
            r#"[{{"StackEvents":[{}]}}]"#,
            event("a", "\"soon\"", "CREATE_FAILED")
        ))
        .place,
        "[0].StackEvents[0].Timestamp",
        "a time that is none"
    );
    assert_eq!(
        bad(r#"{"StackEvents":[{"StackId":"x"}]}"#).place,
        "StackEvents[0].StackName",
        "a field that is missing"
    );
    assert!(
        bad(r#"{"Stacks":[]}"#).message.contains("Stacks"),
        "the wrong command's output is named"
    );
    assert!(
        bad("").message.contains("empty"),
        "an empty file is no stream"
    );
    assert_eq!(bad("7").place, "line 1, column 1", "a number is no stream");
}
