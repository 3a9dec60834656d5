//! Files and folders dropped on the window: an environment file becomes a draft, everything else is
//! imported as costs. The shell reads them, so that the page composes no path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use engine::costs::{Import, import};
use engine::{AppResult, Engine};
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
                let said = match app.state::<AppState>().engine().await {
                    Ok(engine) => taken(&engine, meant).await,
                    Err(closed) => Err(closed),
                };
                let said = said.unwrap_or_else(|error| Dropped::Refused {
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

async fn taken(engine: &Engine, meant: Meant) -> AppResult<Dropped> {
    match meant {
        Meant::Environment(path) => Ok(Dropped::Environment {
            file: dialogs::read(engine, &path)?,
        }),
        Meant::Costs(paths) => {
            let begun = import::start(engine, &paths).await?;
            Ok(Dropped::Costs {
                import: imports::carried_out(engine, begun),
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
    use std::sync::Arc;

    use assembly::Surroundings;
    use domain::environment::{EnvironmentFile, EnvironmentKind};
    use domain::launch::LaunchSnapshot;
    use engine::ErrorCode;
    use engine::costs::ImportState;
    use engine::ports::ProgressSink;

    use super::*;

    struct Deaf;

    impl ProgressSink for Deaf {
        fn launch_changed(&self, _: &LaunchSnapshot) {}
        fn environments_changed(&self) {}
        fn import_changed(&self, _: &Import) {}
    }

    /// What becomes of files that are dropped, by name and what is in them.
    async fn dropped(engine: &Engine, folder: &Path, files: &[(&str, &str)]) -> AppResult<Dropped> {
        let written = files.iter().map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let paths: Vec<PathBuf> = written.collect();
        taken(engine, Meant::of(&paths)).await
    }

    #[tokio::test]
    async fn what_is_dropped_is_read_and_what_cannot_be_is_said_by_name() {
        let surroundings = Surroundings::unattended(Arc::new(Deaf));
        let opened = assembly::in_memory(surroundings).await.unwrap();
        let engine = &opened.engine;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();

        let preset = EnvironmentFile::preset("staging", EnvironmentKind::Staging).to_toml();
        let staging = ("staging.toml", preset.as_str());
        let Ok(Dropped::Environment { file }) = dropped(engine, folder, &[staging]).await else {
            panic!("it is an environment file");
        };
        assert_eq!(file.file.unwrap().name, "staging");
        assert!(file.path.ends_with("staging.toml"));

        let costs = include_str!("../../tests/fixtures/costs/legacy-march.csv");
        let both = [("march.csv", costs), staging];
        let came = imported(engine, dropped(engine, folder, &both).await).await;
        assert_eq!(came.state, ImportState::Done, "{}", came.sentence);
        assert_eq!(engine::costs::months(engine).await.unwrap().len(), 1);

        let notes = [("notes.txt", "milk, eggs")];
        let failed = imported(engine, dropped(engine, folder, &notes).await).await;
        assert_eq!(failed.state, ImportState::Failed);
        let problems = failed.failure.unwrap().problems;
        assert!(problems[0].field.ends_with("notes.txt"));

        let gone = Meant::Environment(folder.join("gone.toml"));
        let refused = taken(engine, gone).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput);
        assert!(refused.message.contains("gone.toml"));
    }

    /// The import that a drop has begun, as it ends.
    async fn imported(engine: &Engine, dropped: AppResult<Dropped>) -> Import {
        let Ok(Dropped::Costs { import: begun }) = dropped else {
            panic!("costs were dropped");
        };
        loop {
            let mut imports = import::list(engine).await.unwrap();
            imports.retain(|one| one.id == begun.id);
            if imports[0].state != ImportState::Running {
                return imports.remove(0);
            }
            tokio::task::yield_now().await;
        }
    }

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
