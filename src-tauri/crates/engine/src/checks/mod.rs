//! Before a launch: the account is asked everything that could keep the launch from working. The
//! questions are asked together, and each can be asked again alone.

pub mod ports;

use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentSpec};
use domain::plan::account::{self, Caller, Claim, Untold};
use domain::plan::{AccountFacts, Check, Question, tree};
use domain::template::StackTree;

use crate::Engine;
use crate::environments::{self, EnvironmentRecord, PRACTICE, today};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::ports::Cloud;
use ports::Inspection;

/// What an account answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub facts: AccountFacts,
    /// Without those of the quotas, which follow from the facts wherever a plan is made of them.
    pub checks: Vec<Check>,
}

/// Asks an account everything, about one spec.
pub async fn run(engine: &Engine, spec: &EnvironmentSpec, account: &str) -> AppResult<Checked> {
    let cloud = engine.clouds.open(account, &spec.region).await?;
    let asking = match Asking::begin(engine, cloud.as_ref(), spec, account).await? {
        Ok(asking) => asking,
        Err(checked) => return Ok(checked),
    };
    let (facts, region, permissions, names, networks, kubernetes, search_role, bucket) = tokio::join!(
        asking.facts(),
        asking.ask(Question::Region),
        asking.ask(Question::Permissions),
        asking.ask(Question::Names),
        asking.ask(Question::Networks),
        asking.ask(Question::Kubernetes),
        asking.ask(Question::SearchRole),
        asking.ask(Question::Bucket),
    );
    let mut checks = asking.ask(Question::Identity).await;
    for more in [
        region,
        permissions,
        names,
        networks,
        kubernetes,
        search_role,
        bucket,
    ] {
        checks.extend(more);
    }
    Ok(Checked { facts, checks })
}

/// Asks one question again. The answer replaces every check of that question.
pub async fn rerun(
    engine: &Engine,
    file: EnvironmentFile,
    account: &str,
    question: Question,
) -> AppResult<Vec<Check>> {
    let spec = environments::spec(engine, file)?;
    let cloud = engine.clouds.open(account, &spec.region).await?;
    Ok(
        match Asking::begin(engine, cloud.as_ref(), &spec, account).await? {
            Ok(asking) => asking.ask(question).await,
            Err(checked) => checked.checks,
        },
    )
}

/// The practice account as the wizard counts against it.
pub(crate) async fn practice(engine: &Engine, region: &str) -> AppResult<AccountFacts> {
    let cloud = engine.clouds.open(PRACTICE, region).await?;
    Ok(AccountFacts {
        name: PRACTICE.to_owned(),
        number: number(engine, PRACTICE, region).await?,
        practice: true,
        quotas: cloud.inspection().quotas().await,
    })
}

/// What is known of an account without asking AWS: beside a form that is asked for with every keystroke.
pub(crate) async fn known(engine: &Engine, account: &str, region: &str) -> AppResult<AccountFacts> {
    if account == PRACTICE {
        return practice(engine, region).await;
    }
    let number = remembered(engine, account).await?;
    let number = number.unwrap_or_else(|| UNKNOWN_NUMBER.to_owned());
    Ok(AccountFacts::defaults(account, &number, false))
}

/// Stands for the number of an account that AWS was never asked about.
const UNKNOWN_NUMBER: &str = "000000000000";

/// The account's number, as AWS says now or said last.
pub(crate) async fn number(engine: &Engine, account: &str, region: &str) -> AppResult<String> {
    let cloud = engine.clouds.open(account, region).await?;
    match cloud.inspection().caller().await {
        Ok(caller) => Ok(caller.number),
        Err(untold) => match remembered(engine, account).await? {
            Some(number) => Ok(number),
            None => Err(AppError::new(
                ErrorCode::ExpiredToken,
                format!("Nobody knows the account's number yet: {}", untold.words),
            )
            .hint("Sign in to the account once.")),
        },
    }
}

/// The number that AWS named when the account was last tried.
async fn remembered(engine: &Engine, account: &str) -> AppResult<Option<String>> {
    let known = engine.memory.account(account).await?;
    Ok(known.and_then(|known| Some(known.identity?.account_id)))
}

/// Everything that a question needs to know of the plan.
struct Asking<'a> {
    inspection: &'a dyn Inspection,
    spec: &'a EnvironmentSpec,
    account: &'a str,
    caller: Caller,
    /// The number that the account had when it was last asked.
    known: Option<String>,
    stack_name: String,
    tree: StackTree,
    /// What stands of this environment already, as it was last planned.
    standing: Option<StackTree>,
    today: Date,
}

impl<'a> Asking<'a> {
    /// Asks who we are; without that nothing else can be asked, and that is the answer then.
    async fn begin(
        engine: &Engine,
        cloud: &'a dyn Cloud,
        spec: &'a EnvironmentSpec,
        account: &'a str,
    ) -> AppResult<Result<Self, Checked>> {
        let known = remembered(engine, account).await?;
        let inspection = cloud.inspection();
        let caller = match inspection.caller().await {
            Ok(caller) => caller,
            Err(untold) => {
                let number = known.unwrap_or_else(|| "000000000000".to_owned());
                return Ok(Err(Checked {
                    facts: AccountFacts::defaults(account, &number, account == PRACTICE),
                    checks: vec![account::signed_out(&untold)],
                }));
            }
        };
        let facts = AccountFacts::defaults(account, &caller.number, account == PRACTICE);
        let blueprint = domain::blueprint::render(spec);
        let broken = |error: domain::template::TemplateError| {
            AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
        };
        let standing = match engine.memory.environment(&spec.name).await? {
            Some(record) if is_there(&record, account) => {
                Some(tree(&record.plan.blueprint, &record.plan.account).map_err(broken)?)
            }
            _ => None,
        };
        Ok(Ok(Self {
            inspection,
            spec,
            account,
            known,
            tree: tree(&blueprint, &facts).map_err(broken)?,
            stack_name: blueprint.stack_name,
            caller,
            standing,
            today: today(engine),
        }))
    }

    async fn facts(&self) -> AccountFacts {
        let mut facts = AccountFacts {
            name: self.account.to_owned(),
            number: self.caller.number.clone(),
            practice: self.account == PRACTICE,
            quotas: self.inspection.quotas().await,
        };
        if let Some(standing) = &self.standing {
            // What this environment has itself makes room for what replaces it.
            for own in domain::plan::quotas(standing, &facts) {
                if let Some(quota) = facts.quotas.iter_mut().find(|quota| quota.code == own.code) {
                    quota.used = quota.used.map(|used| used.saturating_sub(own.need));
                }
            }
        }
        facts
    }

    async fn ask(&self, question: Question) -> Vec<Check> {
        let spec = self.spec;
        let inspection = self.inspection;
        let untold = |code: &str, what: &str, untold: &Untold| {
            vec![account::cannot_tell(question, code, what, untold)]
        };
        match question {
            Question::Identity => account::identity(&self.caller, self.known.as_deref()),
            Question::Region => match inspection.region().await {
                Ok(facts) => account::region(&spec.region, &spec.network.zones, &facts),
                Err(error) => untold("region-enabled", "whether the region is enabled", &error),
            },
            Question::Permissions => match self.simulated().await {
                Ok(simulated) => vec![account::permissions(&simulated)],
                Err(error) => untold("permissions", "whether the plan is allowed", &error),
            },
            Question::Quotas => account::quotas(&self.tree, &self.facts().await),
            Question::Names => self.names().await,
            Question::Networks => match inspection.networks().await {
                Ok(known) => account::networks(&spec.network.cidr, &self.stack_name, &known),
                Err(error) => untold("cidr-overlap", "whether another network overlaps", &error),
            },
            Question::Kubernetes => {
                let version = &spec.cluster.version;
                vec![match inspection.kubernetes_versions().await {
                    Ok(offered) => account::kubernetes(version, &offered, self.today),
                    Err(error) => account::kubernetes_by_table(version, &error, self.today),
                }]
            }
            Question::SearchRole if !account::needs_search_role(&self.tree) => Vec::new(),
            Question::SearchRole => match inspection.search_role().await {
                Ok(there) => vec![account::search_role(there)],
                Err(error) => untold("search-role", "whether OpenSearch has its role", &error),
            },
            Question::Bucket => {
                let name = account::artifact_bucket(&self.caller.number, &spec.region);
                match inspection.bucket(&name, &self.caller.number).await {
                    Ok(state) => vec![account::bucket(&name, state)],
                    Err(error) => untold(
                        "artifact-bucket",
                        "who has the bucket for templates",
                        &error,
                    ),
                }
            }
        }
    }

    async fn simulated(&self) -> ports::Told<account::Simulated> {
        let facts = AccountFacts::defaults(self.account, &self.caller.number, false);
        let needs =
            domain::permissions::needs(&self.tree, &self.stack_name, &self.spec.region, &facts);
        self.inspection.simulate(&self.caller, &needs).await
    }

    async fn names(&self) -> Vec<Check> {
        let own = self
            .standing
            .as_ref()
            .map(|standing| account::claims(standing, &self.stack_name))
            .unwrap_or_default();
        let mut claims: Vec<Claim> = account::claims(&self.tree, &self.stack_name);
        claims.retain(|claim| {
            let same = |other: &Claim| {
                (&other.resource_type, &other.name) == (&claim.resource_type, &claim.name)
            };
            !own.iter().any(same)
        });
        let answers = self.inspection.taken(&claims).await;
        let mut taken = Vec::new();
        let mut looked_at = Vec::new();
        let mut untold: Vec<Untold> = Vec::new();
        for (claim, answer) in claims.into_iter().zip(answers) {
            match answer {
                Ok(Some(by)) => taken.push(account::Taken { claim, by }),
                Ok(None) => looked_at.push(claim),
                Err(error)
                    if untold
                        .iter()
                        .any(|known| known.permission == error.permission) => {}
                Err(error) => untold.push(error),
            }
        }
        let mut checks = account::names(&looked_at, &taken);
        checks.extend(untold.iter().map(|error| {
            let what = "whether all names are free";
            account::cannot_tell(Question::Names, "name-taken", what, error)
        }));
        checks
    }
}

/// Whether an environment of that name stands in this account, or what a failed launch left of it.
fn is_there(record: &EnvironmentRecord, account: &str) -> bool {
    record.account == account && record.stack_id.is_some()
}
