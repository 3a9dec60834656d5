//! The native menu. What it does to a page is told to the page; the rest happens here.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::menu::{
    AboutMetadata, Menu, MenuBuilder, MenuEvent, MenuItemBuilder, Submenu, SubmenuBuilder,
};
use tauri::{AppHandle, Manager, Wry};
use tauri_specta::Event;

use crate::state::AppState;
use crate::wiring;

/// What a page does when its menu entry is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MenuAction {
    NewEnvironment,
    Settings,
    GoTo,
    Find,
    Overview,
    Environments,
    Accounts,
}

/// A menu entry was chosen.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct MenuChosen(pub MenuAction);

const LOGS: &str = "logs";

/// Entry, its words, its keys.
const ENTRIES: [(MenuAction, &str, &str, Option<&str>); 7] = [
    (
        MenuAction::NewEnvironment,
        "new-environment",
        "New environment",
        Some("CmdOrCtrl+N"),
    ),
    (
        MenuAction::Settings,
        "settings",
        "Settings…",
        Some("CmdOrCtrl+,"),
    ),
    (MenuAction::GoTo, "go-to", "Go to…", Some("CmdOrCtrl+K")),
    (
        MenuAction::Find,
        "find",
        "Find on this page",
        Some("CmdOrCtrl+F"),
    ),
    (MenuAction::Overview, "overview", "Overview", None),
    (
        MenuAction::Environments,
        "environments",
        "Environments",
        None,
    ),
    (MenuAction::Accounts, "accounts", "Accounts", None),
];

/// Builds the menu of this system.
pub fn build(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let menu = MenuBuilder::new(app);
    let menu = match application(app)? {
        Some(own) => menu.item(&own),
        None => menu,
    };
    let menu = menu.item(&file(app)?);
    let menu = match edit(app)? {
        Some(edit) => menu.item(&edit),
        None => menu,
    };
    menu.item(&go(app)?)
        .item(&window(app)?)
        .item(&help(app)?)
        .build()
}

/// Does what was chosen.
pub fn chosen(app: &AppHandle, event: &MenuEvent) {
    let id = event.id().as_ref();
    if id == LOGS {
        let folder = assembly::log_dir(&app.state::<AppState>().data_dir);
        if let Err(error) = wiring::open_folder(&folder) {
            tracing::warn!(code = ?error.code, "{}", error.message);
        }
        return;
    }
    let action = ENTRIES.iter().find(|entry| entry.1 == id);
    if let Some((action, ..)) = action
        && let Err(error) = MenuChosen(*action).emit(app)
    {
        tracing::warn!(%error, "no window heard the menu");
    }
}

fn entry(app: &AppHandle, action: MenuAction) -> tauri::Result<tauri::menu::MenuItem<Wry>> {
    let (_, id, words, keys) = ENTRIES[action as usize];
    let item = MenuItemBuilder::with_id(id, words);
    match keys {
        Some(keys) => item.accelerator(keys).build(app),
        None => item.build(app),
    }
}

fn about(app: &AppHandle) -> AboutMetadata<'static> {
    AboutMetadata {
        name: Some("Array Console".to_owned()),
        version: Some(app.package_info().version.to_string()),
        comments: Some("Runs Array Crew on AWS.".to_owned()),
        copyright: Some("Array Alliance".to_owned()),
        ..AboutMetadata::default()
    }
}

/// macOS keeps About, Settings and Quit in a menu of the application's own.
fn application(app: &AppHandle) -> tauri::Result<Option<Submenu<Wry>>> {
    if !cfg!(target_os = "macos") {
        return Ok(None);
    }
    SubmenuBuilder::new(app, "Array Console")
        .about(Some(about(app)))
        .separator()
        .item(&entry(app, MenuAction::Settings)?)
        .separator()
        .services()
        .separator()
        .hide()
        .hide_others()
        .show_all()
        .separator()
        .quit()
        .build()
        .map(Some)
}

fn file(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = SubmenuBuilder::new(app, "File")
        .item(&entry(app, MenuAction::NewEnvironment)?)
        .separator();
    if cfg!(target_os = "macos") {
        return menu.close_window().build();
    }
    menu.item(&entry(app, MenuAction::Settings)?)
        .separator()
        .quit()
        .build()
}

/// GTK's entries of this kind do nothing without another system library; the keys work there without a menu.
fn edit(app: &AppHandle) -> tauri::Result<Option<Submenu<Wry>>> {
    if cfg!(target_os = "linux") {
        return Ok(None);
    }
    SubmenuBuilder::new(app, "Edit")
        .undo()
        .redo()
        .separator()
        .cut()
        .copy()
        .paste()
        .select_all()
        .build()
        .map(Some)
}

fn go(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    SubmenuBuilder::new(app, "Go")
        .item(&entry(app, MenuAction::GoTo)?)
        .item(&entry(app, MenuAction::Find)?)
        .separator()
        .item(&entry(app, MenuAction::Overview)?)
        .item(&entry(app, MenuAction::Environments)?)
        .item(&entry(app, MenuAction::Accounts)?)
        .build()
}

fn window(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = SubmenuBuilder::new(app, "Window");
    if cfg!(target_os = "linux") {
        return menu.close_window().build();
    }
    menu.minimize()
        .maximize()
        .fullscreen()
        .separator()
        .close_window()
        .build()
}

fn help(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = SubmenuBuilder::new(app, "Help").text(LOGS, "Show logs");
    if cfg!(target_os = "macos") {
        return menu.build();
    }
    menu.separator().about(Some(about(app))).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_at_their_actions_place() {
        for (index, (action, ..)) in ENTRIES.iter().enumerate() {
            assert_eq!(
                *action as usize, index,
                "{action:?} would show another entry's words"
            );
        }
    }
}
