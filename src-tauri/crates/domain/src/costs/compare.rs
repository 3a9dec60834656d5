//! Two ranges of months side by side.

use std::collections::BTreeMap;

use super::{
    ComparedCosts, Comparison, ComparisonRow, Costs, EnvironmentRules, FieldValues, Month,
    Provenance, Question, Span, report,
};

/// Costs of two spans by the question's fields, which must not be of time. Months are those of the
/// spans.
pub fn compare(
    question: &Question,
    (before, months_before): (Span, &[Month<'_>]),
    (after, months_after): (Span, &[Month<'_>]),
    rules: &EnvironmentRules,
) -> Comparison {
    let sides = [months_before, months_after].map(|months| report(question, months, rules));
    let mut rows: BTreeMap<(FieldValues, String), ComparedCosts> = BTreeMap::new();
    for (at, side) in sides.iter().enumerate() {
        for row in &side.rows {
            let key = (row.values.clone(), row.currency.clone());
            *side_of(rows.entry(key).or_default(), at) += row.costs;
        }
    }
    let mut totals: BTreeMap<String, ComparedCosts> = BTreeMap::new();
    for (at, side) in sides.iter().enumerate() {
        for (currency, costs) in &side.totals {
            *side_of(totals.entry(currency.clone()).or_default(), at) += *costs;
        }
    }
    for compared in rows.values_mut().chain(totals.values_mut()) {
        compared.difference = compared.after - compared.before;
    }
    let mut rows: Vec<ComparisonRow> = rows
        .into_iter()
        .map(|((values, currency), costs)| ComparisonRow {
            values,
            currency,
            costs,
        })
        .collect();
    let size = |row: &ComparisonRow| row.costs.difference.get(question.cost).0.unsigned_abs();
    // Values are in order already.
    rows.sort_by_key(|row| std::cmp::Reverse(size(row)));
    Comparison {
        words: format!(
            "{}: {} against {}",
            question.words(None),
            after.words(),
            before.words()
        ),
        cost: question.cost,
        before,
        after,
        rows,
        totals,
        provenance: Provenance::of_both(months_before, months_after),
    }
}

fn side_of(compared: &mut ComparedCosts, at: usize) -> &mut Costs {
    if at == 0 {
        &mut compared.before
    } else {
        &mut compared.after
    }
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::super::testing::{Line, exact, month};
    use super::*;

    #[test]
    fn what_is_on_one_side_only_is_nothing_on_the_other() {
        let before = month("2026-08", &[Line::new("S3", "3"), Line::new("EC2", "10")]);
        let after = month("2026-09", &[Line::new("EC2", "11"), Line::new("SNS", "2")]);
        let question = Question {
            by: vec![Field::SERVICE],
            ..Question::default()
        };
        let months = [&before, &after].map(|month| [Month::of_rows(&month.head, &month.rows, 0)]);
        let compared = compare(
            &question,
            (Span::month(before.head.key.period), &months[0]),
            (Span::month(after.head.key.period), &months[1]),
            &EnvironmentRules::default(),
        );
        let rows: Vec<(&str, String)> = compared
            .rows
            .iter()
            .map(|row| {
                let change = row.costs.difference.effective;
                (&row.values["service"], change.to_string())
            })
            .collect();
        let expected = [("S3", "-3"), ("SNS", "2"), ("EC2", "1")];
        assert_eq!(
            rows,
            expected.map(|(service, change)| (service, change.to_owned()))
        );
        assert_eq!(compared.totals["USD"].difference.billed, exact("0"));
        assert_eq!(
            compared.words,
            "Effective cost by service: September 2026 against August 2026"
        );
    }
}
