//! Files and folders dropped on the window: an environment file becomes a draft, everything else is
//! imported as costs. The shell reads them, so that the page composes no path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use engine::AppResult;
use engine::costs::{Import, import};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, DragDropEvent, Manager, Window, WindowEvent};
use tauri_specta::Event;

use crate::error::UiError;
use crate::state::AppState;
use crate::wire::parsed::ImportedFile;
use crate::wiring::{dialogs, imports};

/// Something is dragged over the window, or was dropped on it.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Dropped {
    /// Dropped now, it would be an environment file, or else costs.
    Over { environment: bool },
    /// It was dragged away again.
    Left,
    /// An environment file was dropped, and read.
    Environment { file: ImportedFile },
    /// Costs were dropped; their import has begun.
    Costs { import: Import },
    /// What was dropped could not be taken.
    Refused { error: UiError },
}

/// Hears what is dragged over the main window.
pub fn heard(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else {
        return;
    };
    if window.label() != "main" {
        return;
    }
    let app = window.app_handle();
    match event {
        DragDropEvent::Enter { paths, .. } => {
            let environment = matches!(Meant::of(paths), Meant::Environment(_));
            tell(app, Dropped::Over { environment });
        }
        DragDropEvent::Leave => tell(app, Dropped::Left),
        DragDropEvent::Drop { paths, .. } => {
            let (app, meant) = (app.clone(), Meant::of(paths));
            tauri::async_runtime::spawn(async move {
                let taken = taken(&app, meant).await;
                let said = taken.unwrap_or_else(|error| Dropped::Refused {
                    error: error.into(),
                });
                tell(&app, said);
            });
        }
        _ => {}
    }
}

fn tell(app: &AppHandle, dropped: Dropped) {
    if let Err(error) = dropped.emit(app) {
        tracing::warn!(%error, "no window heard what was dropped");
    }
}

async fn taken(app: &AppHandle, meant: Meant) -> AppResult<Dropped> {
    let engine = app.state::<AppState>().engine().await?;
    match meant {
        Meant::Environment(path) => Ok(Dropped::Environment {
            file: dialogs::read(&engine, &path)?,
        }),
        Meant::Costs(paths) => {
            let begun = import::start(&engine, &paths).await?;
            Ok(Dropped::Costs {
                import: imports::carried_out(&engine, begun),
            })
        }
    }
}

/// What is meant by what was dropped.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    Environment(PathBuf),
    Costs(Vec<PathBuf>),
}

impl Meant {
    /// By their names: the first of nothing but `.toml` is an environment file. Among cost exports such a
    /// file belongs to none of them.
    fn of(paths: &[PathBuf]) -> Self {
        let is_toml = |path: &Path| path.extension() == Some(OsStr::new("toml"));
        let costs: Vec<PathBuf> = paths
            .iter()
            .filter(|path| !is_toml(path))
            .cloned()
            .collect();
        match paths.first() {
            Some(first) if costs.is_empty() => Self::Environment(first.clone()),
            _ => Self::Costs(costs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toml_is_an_environment_file_and_everything_else_is_costs() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(
            Meant::of(&paths(&["/a/staging.toml", "/a/other.toml"])),
            Meant::Environment("/a/staging.toml".into())
        );
        for (dropped, costs) in [
            (&["/a/export"][..], &["/a/export"][..]),
            (
                &["/a/b.csv.gz", "/a/c.parquet"],
                &["/a/b.csv.gz", "/a/c.parquet"],
            ),
            (&["/a/staging.toml", "/a/b.csv"], &["/a/b.csv"]),
            (&["/a/toml"], &["/a/toml"]),
        ] {
            assert_eq!(Meant::of(&paths(dropped)), Meant::Costs(paths(costs)));
        }
    }
}
