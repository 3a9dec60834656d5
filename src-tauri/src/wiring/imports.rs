//! Imports of costs in the background.

use std::time::Duration;

use engine::costs::{Import, ImportState, import, standing};
use engine::{AppResult, Engine};
use tauri::AppHandle;
use tauri_specta::Event;

use super::AGAIN;
use crate::events::CostsChanged;

/// How often it is looked for what another process has changed.
const LOOK: Duration = Duration::from_secs(2);

/// Goes on with imports that were interrupted.
pub async fn resume(engine: &Engine) -> AppResult<()> {
    for interrupted in import::interrupted(engine).await? {
        carried_out(engine, interrupted);
    }
    Ok(())
}

/// As long as the window is open, it hears of what `arrayctl` imports, deletes and sets of costs.
pub fn notice(app: &AppHandle, engine: &Engine) {
    let (app, engine) = (app.clone(), engine.clone());
    tauri::async_runtime::spawn(async move {
        let mut seen = standing(&engine).await.ok();
        loop {
            engine.clock.sleep(LOOK).await;
            let now = match standing(&engine).await {
                Ok(now) => now,
                Err(error) => {
                    tracing::warn!(%error, "nobody could look where costs stand");
                    continue;
                }
            };
            if seen.as_ref() == Some(&now) {
                continue;
            }
            let figures = seen.as_ref().is_none_or(|seen| now.has_other_figures(seen));
            seen = Some(now);
            if let Err(error) = (CostsChanged { figures }).emit(&app) {
                tracing::warn!(%error, "no window heard that costs have changed");
            }
        }
    });
}

/// Carries an import out in the background and gives it back as it begins.
pub fn carried_out(engine: &Engine, begun: Import) -> Import {
    if begun.state == ImportState::Running {
        let (engine, id) = (engine.clone(), begun.id.clone());
        tauri::async_runtime::spawn(async move {
            loop {
                match import::carry_out(&engine, &id).await {
                    // Another process carries it out, or did until a moment ago.
                    Ok(import) if import.state == ImportState::Running => {
                        engine.clock.sleep(AGAIN).await;
                    }
                    Ok(ended) => return engine.progress.import_changed(&ended),
                    Err(error) => {
                        tracing::error!(code = ?error.code, "an import stands: {}", error.message);
                        return;
                    }
                }
            }
        });
    }
    begun
}
