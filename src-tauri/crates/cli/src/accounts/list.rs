//! `arrayctl accounts list`

use engine::accounts::{self, AccountRow, Session, WayIn};
use engine::{AppResult, Engine};

use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let rows = accounts::list(&engine).await?;
    output.document(&serde_json::json!({ "accounts": rows }));
    let mut lines = vec![
        ["NAME", "WAY IN", "REGION", "NUMBER", "SIGN-IN"]
            .map(str::to_owned)
            .to_vec(),
    ];
    lines.push(
        ["Practice", "built in", "any", "000000000000", "always"]
            .map(str::to_owned)
            .to_vec(),
    );
    for row in &rows {
        lines.push(line(&engine, row));
    }
    output.line(table(&lines, &[]));
    if rows.is_empty() {
        output.line("Add one with: arrayctl accounts add prod --profile PROFILE");
    }
    Ok(Exit::Done)
}

fn line(engine: &Engine, row: &AccountRow) -> Vec<String> {
    let account = &row.account;
    let number = account
        .identity
        .as_ref()
        .map(|identity| identity.account_id.clone());
    vec![
        account.name.clone(),
        way(&account.way_in),
        account.region.clone(),
        number.unwrap_or_else(|| "not asked yet".to_owned()),
        match &account.trouble {
            Some(trouble) => format!("failed: {}", trouble.found),
            None => session(&row.session, engine.clock.now_ms()),
        },
    ]
}

fn way(way_in: &WayIn) -> String {
    match way_in {
        WayIn::Profile { profile } => format!("profile {profile}"),
        WayIn::Keys { key_id } => format!("keys {key_id}"),
        WayIn::SingleSignOn(role) => format!("{} by single sign-on", role.role_name),
    }
}

/// How long a sign-in holds.
pub fn session(session: &Session, now_ms: i64) -> String {
    match session {
        Session::Untried => "not tried yet".to_owned(),
        Session::SignedOut => "sign in".to_owned(),
        Session::SignedIn { until_ms: None, .. } => "works".to_owned(),
        Session::SignedIn { renews: true, .. } => "signed in, renewed by itself".to_owned(),
        Session::SignedIn {
            until_ms: Some(until),
            ..
        } => match (until - now_ms) / 60_000 {
            minutes if minutes >= 120 => format!("{} h left", minutes / 60),
            minutes => format!("{} min left", minutes.max(0)),
        },
    }
}
