//! Puts a plan together: blueprint, tree, inventory, checks, estimate, timeline, digest.

use sha2::{Digest, Sha256};

use super::checks::{checks, quotas};
use super::inventory::{inventory, limits};
use super::{AccountFacts, Ledger, LedgerFigures, Plan};
use crate::blueprint::{Blueprint, render};
use crate::catalogue::Date;
use crate::environment::{EnvironmentFile, EnvironmentSpec, validate};
use crate::estimate::{Assumptions, PriceBook, estimate};
use crate::template::{Pseudo, StackTree, TemplateError, Unmade, expand};
use crate::timeline::{Durations, Operation, Timeline, predict};

/// Plans a spec against an account; `today` decides what is in support.
///
/// # Errors
/// A template that cannot be read or evaluated, at its file and line.
pub fn plan(
    spec: &EnvironmentSpec,
    facts: &AccountFacts,
    book: &PriceBook,
    durations: &Durations,
    assumptions: &Assumptions,
    today: Date,
) -> Result<Plan, TemplateError> {
    Ok(expanded(spec, facts, book, durations, assumptions, today)?.0)
}

/// A plan with the tree that it was made from.
fn expanded(
    spec: &EnvironmentSpec,
    facts: &AccountFacts,
    book: &PriceBook,
    durations: &Durations,
    assumptions: &Assumptions,
    today: Date,
) -> Result<(Plan, StackTree), TemplateError> {
    let blueprint = render(spec);
    let tree = tree(&blueprint, facts)?;
    let estimate = estimate(&tree, &spec.region, book, assumptions, today);
    let limits = limits(&blueprint, &tree)?;
    let plan = Plan {
        environment: spec.name.clone(),
        kind: spec.kind,
        region: spec.region.clone(),
        account: facts.clone(),
        file: spec.file().clone(),
        resources: inventory(&tree),
        checks: checks(spec, &tree, &estimate, &limits, facts),
        timeline: predict(&tree, Operation::Create, durations),
        digest: digest(&blueprint),
        estimate,
        limits,
        blueprint,
    };
    Ok((plan, tree))
}

/// What the wizard shows beside the form; no figures while an error keeps the file from being rendered.
///
/// # Errors
/// As [`plan`].
pub fn ledger(
    file: &EnvironmentFile,
    facts: &AccountFacts,
    book: &PriceBook,
    durations: &Durations,
    assumptions: &Assumptions,
    today: Date,
) -> Result<Ledger, TemplateError> {
    let problems = validate(file, today);
    let Ok(spec) = EnvironmentSpec::new(file.clone(), today) else {
        return Ok(Ledger {
            problems,
            figures: None,
        });
    };
    let (plan, tree) = expanded(&spec, facts, book, durations, assumptions, today)?;
    let figures = LedgerFigures {
        monthly_micros: plan.estimate.monthly_micros,
        complete: plan.estimate.complete,
        unpriced: plan.estimate.unpriced,
        parts: plan.estimate.parts,
        items: plan.estimate.items,
        minutes: plan.timeline.minutes,
        range: plan.timeline.range,
        timeline_sentence: plan.timeline.sentence,
        critical_path: plan.timeline.critical_path,
        confidence: plan.timeline.confidence,
        resources: u32::try_from(plan.resources.len()).unwrap_or(u32::MAX),
        limits: plan.limits,
        quotas: quotas(&tree, facts),
        capabilities: plan.blueprint.capabilities,
        prices_as_of: plan.estimate.prices_as_of,
    };
    Ok(Ledger {
        problems,
        figures: Some(figures),
    })
}

/// SHA-256 over templates, parameters, tags and capabilities; every part is preceded by its length.
pub fn digest(blueprint: &Blueprint) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    add(&blueprint.stack_name);
    add(&blueprint.region);
    add(&blueprint.root.body);
    for file in &blueprint.nested {
        add(&file.name);
        add(&file.body);
    }
    for map in [&blueprint.parameters, &blueprint.tags] {
        add(&map.len().to_string());
        for (key, value) in map {
            add(key);
            add(value);
        }
    }
    for capability in &blueprint.capabilities {
        add(capability);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The blueprint of a plan, expanded as AWS would before anything is made.
///
/// # Errors
/// A template that cannot be read or evaluated.
pub fn tree(blueprint: &Blueprint, facts: &AccountFacts) -> Result<StackTree, TemplateError> {
    expand(blueprint, &pseudo(blueprint, facts), &Unmade)
}

/// `AWS::Region` and its like, as far as they are known before the stack exists.
pub(crate) fn pseudo(blueprint: &Blueprint, facts: &AccountFacts) -> Pseudo {
    let partition = crate::partition::of(&blueprint.region);
    Pseudo {
        account_id: facts.number.clone(),
        region: blueprint.region.clone(),
        partition: partition.to_owned(),
        url_suffix: match partition {
            "aws-cn" => "amazonaws.com.cn",
            _ => "amazonaws.com",
        }
        .to_owned(),
        stack_name: blueprint.stack_name.clone(),
        stack_id: format!(
            "arn:{partition}:cloudformation:{}:{}:stack/{}/planned",
            blueprint.region, facts.number, blueprint.stack_name
        ),
    }
}

impl Plan {
    /// The predicted timeline of deleting what the plan made.
    ///
    /// # Errors
    /// As [`plan`].
    pub fn deletion(&self, durations: &Durations) -> Result<Timeline, TemplateError> {
        let tree = tree(&self.blueprint, &self.account)?;
        Ok(predict(&tree, Operation::Delete, durations))
    }
}
