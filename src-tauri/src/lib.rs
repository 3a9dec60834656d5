//! The desktop shell: wiring only.

mod commands;
mod desk;
mod drops;
pub mod error;
mod events;
mod menu;
mod person;
mod progress;
mod state;
pub mod wire;
mod wiring;

use std::sync::Arc;
use std::time::Instant;

use desk::Desk;
use person::WindowPerson;
use state::AppState;
use tauri::{Manager, RunEvent};
use tauri_specta::{Builder, collect_commands, collect_events};
use tokio::sync::RwLock;

/// Every command and event of the window; the bindings are generated from this one list.
pub fn contract() -> Builder<tauri::Wry> {
    use commands::{
        accounts, allocation, app, audit, budgets, cost_sources, costs, documents, drafts,
        environments, files, integrations, launches, settings, unit_costs,
    };
    Builder::<tauri::Wry>::new()
        .commands(collect_commands![
            app::app_info,
            app::first_page_shown,
            app::practise_without_saving,
            app::catalogue,
            app::open_log_folder,
            app::open_data_folder,
            app::export_logs,
            settings::settings_get,
            settings::settings_save,
            settings::failure_scripts,
            environments::environments_list,
            environments::environment_get,
            environments::environment_new,
            environments::environment_preset,
            environments::environment_check,
            environments::environment_ledger,
            environments::environment_from_toml,
            environments::environment_to_toml,
            environments::environment_plan,
            environments::environment_change,
            environments::environment_recheck,
            environments::environment_policy,
            environments::environment_teardown,
            environments::environment_delete,
            integrations::integrations_list,
            integrations::integration_from_clipboard,
            integrations::integration_from_file,
            integrations::integration_forget,
            audit::audit_trail,
            audit::audit_export,
            files::environment_import,
            files::environment_export,
            files::save_text,
            files::save_picture,
            accounts::accounts_list,
            accounts::account_profiles,
            accounts::account_add,
            accounts::account_check,
            accounts::account_sign_in,
            accounts::account_sign_out,
            accounts::account_remove,
            accounts::account_rotate,
            accounts::keys_from_clipboard,
            accounts::keys_from_file,
            accounts::keys_drop,
            accounts::sign_in_begin,
            accounts::sign_in_open,
            accounts::sign_in_finish,
            accounts::sign_in_cancel,
            accounts::portal_roles,
            accounts::code_question,
            accounts::code_answer,
            costs::costs_import_files,
            costs::costs_import_folder,
            costs::costs_imports,
            costs::costs_import_cancel,
            costs::costs_months,
            costs::costs_months_delete,
            costs::costs_report,
            costs::costs_lines,
            costs::costs_lines_save,
            costs::costs_overview,
            costs::costs_drivers,
            costs::costs_compare,
            costs::costs_trend,
            costs::costs_commitments,
            costs::costs_waste,
            allocation::costs_allocated,
            allocation::costs_allocation_set,
            unit_costs::costs_estimates,
            unit_costs::costs_estimate_adopt,
            unit_costs::costs_units,
            unit_costs::costs_unit_set,
            unit_costs::costs_support,
            cost_sources::costs_exports,
            cost_sources::costs_sync_quote,
            cost_sources::costs_sync_start,
            cost_sources::costs_spend,
            cost_sources::costs_spend_cap,
            budgets::budgets_list,
            budgets::budget_set,
            budgets::budget_remove,
            documents::costs_save,
            documents::costs_print,
            drafts::drafts_list,
            drafts::draft_save,
            drafts::draft_delete,
            launches::launch_start,
            launches::launch_update,
            launches::practise,
            launches::launch_get,
            launches::launch_events,
            launches::launch_plan,
            launches::launch_failed_call,
            launches::launch_cancel,
            launches::launch_retry,
            launches::launch_continue,
            launches::launch_open_page,
            launches::jobs_list,
            launches::support_details,
        ])
        .events(collect_events![
            events::LaunchChanged,
            events::EnvironmentsChanged,
            events::ImportChanged,
            events::CostsChanged,
            events::CodeAsked,
            events::RotationMoved,
            drops::Dropped,
            menu::MenuChosen
        ])
        .dangerously_cast_bigints_to_number()
}

/// Runs the application until its last window closes. Nothing in AWS stops with it.
pub fn run() {
    let started = Instant::now();
    let contract = contract();
    let handler = contract.invoke_handler();
    let outcome = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.show();
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .menu(menu::build)
        .on_menu_event(|app, event| menu::chosen(app, &event))
        .register_uri_scheme_protocol(wiring::print::SCHEME, |context, _| {
            wiring::print::answer(context)
        })
        .manage(wiring::print::Printed::default())
        .on_window_event(drops::heard)
        .invoke_handler(handler)
        .setup(move |app| {
            contract.mount_events(app);
            let data_dir = assembly::data_dir(asked_data_dir())?;
            app.manage(assembly::start_logging(
                &assembly::log_dir(&data_dir),
                assembly::Console::Quiet,
            ));
            let person = Arc::new(WindowPerson::before(app.handle().clone()));
            let opened = tauri::async_runtime::block_on(wiring::open(
                app.handle(),
                person.clone(),
                &data_dir,
            ));
            app.manage(AppState {
                opened: RwLock::new(opened),
                data_dir,
                desk: Desk::default(),
                person,
                started,
            });
            Ok(())
        })
        .build(tauri::generate_context!());
    match outcome {
        Ok(app) => app.run(|app, event| {
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(app.state::<AppState>().close());
            }
        }),
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            eprintln!("Array Console could not open its window: {error}");
            std::process::exit(4);
        }
    }
}

/// `--data-dir DIR`, the only argument the window knows.
fn asked_data_dir() -> Option<std::path::PathBuf> {
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--data-dir" {
            return arguments.next().map(Into::into);
        }
    }
    None
}
