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
        "line 1, StackEvents[0].ResourceStatus",
        "an unknown status"
    );
    assert_eq!(
        bad(&format!(
            r#"[{{"StackEvents":[{}]}}]"#,
            event("a", "\"soon\"", "CREATE_FAILED")
        ))
        .place,
        "line 1, [0].StackEvents[0].Timestamp",
        "a time that is none"
    );
    assert_eq!(
        bad(r#"{"StackEvents":[{"StackId":"x"}]}"#).place,
        "line 1, StackEvents[0].StackName",
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

#[test]
fn an_error_names_its_line() {
    let good = event("a", "2", "CREATE_COMPLETE");
    let bad = event("b", "1", "SORT_OF_DONE");
    let text = format!("{{\n  \"StackEvents\": [\n    {good},\n    {bad}\n  ]\n}}\n");
    assert_eq!(
        parse_stack_events(&text).unwrap_err().place,
        "line 4, StackEvents[1].ResourceStatus",
        "people look there"
    );
    assert_eq!(
        parse_stack_events(&format!("{{\"StackEvents\": [{good}]}}\n{text}"))
            .unwrap_err()
            .place,
        "line 5, document 2: StackEvents[1].ResourceStatus",
        "the second output's own list"
    );
}

#[test]
fn pages_of_one_history_are_put_in_order() {
    let page = |id: &str| format!(r#"{{"StackEvents":[{}]}}"#, event(id, "7", "CREATE_FAILED"));
    let newer = format!(
        r#"{{"StackEvents":[{},{}]}}"#,
        event("c", "9", "CREATE_FAILED"),
        event("b", "7", "CREATE_FAILED")
    );
    let older = format!(
        r#"{{"StackEvents":[{},{}]}}"#,
        event("a", "7", "CREATE_FAILED"),
        event("first", "1", "CREATE_IN_PROGRESS")
    );
    assert_eq!(
        ids(&parse_stack_events(&format!("{newer}{older}")).unwrap()),
        ["first", "a", "b", "c"],
        "the older page comes first, also within one moment"
    );
    assert_eq!(
        ids(&parse_stack_events(&page("x")).unwrap()),
        ["x"],
        "one page is one page"
    );
}

#[test]
fn moving_out_is_read_like_moving_in() {
    let text = format!(
        r#"{{"StackEvents":[{}]}}"#,
        event("a", "1", "EXPORT_ROLLBACK_IN_PROGRESS")
    );
    assert_eq!(
        parse_stack_events(&text).unwrap()[0].status,
        Status::ImportRollbackInProgress,
        "no status of AWS's is refused"
    );
}

#[test]
fn findings_of_checks_and_hooks_are_events() {
    let text = r#"{"OperationEvents":[
      {"EventId":"4","StackId":"arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1","OperationId":"o","OperationType":"CREATE_STACK","OperationStatus":"FAILED","EventType":"STACK_EVENT","Timestamp":"2026-11-02T09:00:05Z"},
      {"EventId":"3","StackId":"arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1","OperationType":"CREATE_STACK","EventType":"HOOK_INVOCATION_ERROR","LogicalResourceId":"Bucket","ResourceType":"AWS::S3::Bucket","HookType":"Org::Guard::Hook","HookStatus":"HOOK_COMPLETE_FAILED","HookStatusReason":"encryption is off","HookFailureMode":"FAIL","Timestamp":"2026-11-02T09:00:04Z"},
      {"EventId":"2","StackId":"arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1","OperationType":"CREATE_STACK","EventType":"VALIDATION_ERROR","LogicalResourceId":"Logs","ResourceType":"AWS::Logs::LogGroup","ValidationName":"NAME_CONFLICT_VALIDATION","ValidationStatus":"FAILED","ValidationFailureMode":"FAIL","ValidationStatusReason":"Resource of type 'AWS::Logs::LogGroup' with identifier '/aws/x' already exists.","ValidationPath":"/Resources/Logs","Timestamp":"2026-11-02T09:00:03Z"},
      {"EventId":"1","StackId":"arn:aws:cloudformation:eu-central-1:111122223333:stack/demo/1","OperationType":"CREATE_STACK","EventType":"VALIDATION_ERROR","LogicalResourceId":"Old","ResourceType":"AWS::S3::Bucket","ValidationStatus":"FAILED","ValidationFailureMode":"WARN","ValidationStatusReason":"not empty","Timestamp":"2026-11-02T09:00:02Z"}
    ]}"#;
    let events = parse_stack_events(text).unwrap();
    assert_eq!(
        ids(&events),
        ["2", "3"],
        "warnings and sums are no failures"
    );
    let cause = crate::failure::root_cause(&events).unwrap();
    assert_eq!(
        (cause.stack.as_str(), cause.code.as_str()),
        ("demo", "ARR-1083"),
        "the name is taken"
    );
    assert_eq!(
        (
            cause.others[0].code.as_str(),
            cause.others[0].aws_message.as_str()
        ),
        (
            "ARR-1007",
            "The following hook(s) failed: [Org::Guard::Hook] : encryption is off"
        ),
        "the hook's own words are shown"
    );
}
