//! Imports of costs in the background.

use engine::costs::{Import, ImportState, import};
use engine::{AppResult, Engine};

use super::AGAIN;

/// Goes on with imports that were interrupted.
pub async fn resume(engine: &Engine) -> AppResult<()> {
    for interrupted in import::interrupted(engine).await? {
        carried_out(engine, interrupted);
    }
    Ok(())
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
