//! Accounts: the ways into AWS. No secret crosses here but the six digits of an MFA device.

use engine::accounts::ports::PortalAccount;
use engine::accounts::{self, AccessReport, Account, AccountRow, Portal, Profiles, Rotation};
use secrecy::SecretString;
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::events;
use crate::state::AppState;
use crate::wire::accounts::{AccountForm, CodeQuestion, HeldKeys, SignInView};
use crate::wiring::keys;

/// Every account by name, and whether it can be used now. AWS is not asked.
#[tauri::command]
#[specta::specta]
pub async fn accounts_list(state: State<'_, AppState>) -> UiResult<Vec<AccountRow>> {
    Ok(accounts::list(&state.engine().await?).await?)
}

/// The profiles in the user's own AWS files, each with what it stands for.
#[tauri::command]
#[specta::specta]
pub async fn account_profiles(state: State<'_, AppState>) -> UiResult<Profiles> {
    Ok(accounts::profiles(&state.engine().await?).await?)
}

/// Remembers an account; its secret goes from the shell's hand into the keychain.
#[tauri::command]
#[specta::specta]
pub async fn account_add(state: State<'_, AppState>, form: AccountForm) -> UiResult<Account> {
    let new = form.filled(&state.desk)?;
    let keys = new.secret_key.is_some();
    let account = accounts::add(&state.engine().await?, new).await?;
    if keys {
        state.desk.drop_keys();
    }
    Ok(account)
}

/// Goes the way into an account step by step and asks AWS who we are.
#[tauri::command]
#[specta::specta]
pub async fn account_check(state: State<'_, AppState>, name: String) -> UiResult<AccessReport> {
    Ok(accounts::check(&state.engine().await?, &name).await?)
}

/// Ends the session of an account; says what went.
#[tauri::command]
#[specta::specta]
pub async fn account_sign_out(state: State<'_, AppState>, name: String) -> UiResult<Vec<String>> {
    Ok(accounts::sign_out(&state.engine().await?, &name).await?)
}

/// Forgets an account with its secrets; says what went.
#[tauri::command]
#[specta::specta]
pub async fn account_remove(state: State<'_, AppState>, name: String) -> UiResult<Vec<String>> {
    Ok(accounts::forget(&state.engine().await?, &name).await?)
}

/// Replaces the access keys of an account; each step is an event.
#[tauri::command]
#[specta::specta]
pub async fn account_rotate(
    app: AppHandle,
    state: State<'_, AppState>,
    name: String,
) -> UiResult<Rotation> {
    let heard = events::rotation(&app, &name);
    Ok(accounts::rotate(&state.engine().await?, &name, &heard).await?)
}

/// Takes access keys off the clipboard; the window gets a handle.
#[tauri::command]
#[specta::specta]
pub async fn keys_from_clipboard(state: State<'_, AppState>) -> UiResult<HeldKeys> {
    Ok(keys::from_clipboard(&state.desk).await?)
}

/// Reads access keys from a file that the person picks; null when she cancelled.
#[tauri::command]
#[specta::specta]
pub async fn keys_from_file(
    app: AppHandle,
    state: State<'_, AppState>,
) -> UiResult<Option<HeldKeys>> {
    Ok(keys::from_file(&app, &state.desk).await?)
}

/// Forgets keys that were read and not used.
#[tauri::command]
#[specta::specta]
pub async fn keys_drop(state: State<'_, AppState>) -> UiResult<()> {
    state.desk.drop_keys();
    Ok(())
}

/// Begins a sign-in at a portal and opens the browser.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_begin(
    state: State<'_, AppState>,
    start_url: String,
    region: String,
) -> UiResult<SignInView> {
    let portal = Portal::at(&start_url, &region);
    Ok(state
        .desk
        .begin_sign_in(&state.engine().await?, &portal)
        .await?)
}

/// Begins the sign-in that an account needs; null where it has no portal, and a try renews it.
#[tauri::command]
#[specta::specta]
pub async fn account_sign_in(
    state: State<'_, AppState>,
    name: String,
) -> UiResult<Option<SignInView>> {
    let engine = state.engine().await?;
    let account = accounts::get(&engine, &name).await?;
    Ok(match accounts::portal(&engine, &account).await? {
        Some(portal) => Some(state.desk.begin_sign_in(&engine, &portal).await?),
        None => None,
    })
}

/// Opens the browser once more for the same sign-in; false where the system opens none.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_open(state: State<'_, AppState>, id: String) -> UiResult<bool> {
    Ok(state.desk.open_again(&id))
}

/// Waits until the person has confirmed in her browser; false when it was cancelled here.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_finish(state: State<'_, AppState>, id: String) -> UiResult<bool> {
    Ok(state
        .desk
        .finish_sign_in(&state.engine().await?, &id)
        .await?)
}

/// Stops waiting for a sign-in.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_cancel(state: State<'_, AppState>) -> UiResult<()> {
    state.desk.cancel_sign_in();
    Ok(())
}

/// The accounts and roles that a portal offers to whoever signed in.
#[tauri::command]
#[specta::specta]
pub async fn portal_roles(
    state: State<'_, AppState>,
    portal: Portal,
) -> UiResult<Vec<PortalAccount>> {
    Ok(accounts::portal_roles(&state.engine().await?, &portal).await?)
}

/// The question for a code that waits, where one does.
#[tauri::command]
#[specta::specta]
pub async fn code_question(state: State<'_, AppState>) -> UiResult<Option<CodeQuestion>> {
    Ok(state.person.question())
}

/// Answers AWS's question for a code; null declines. The digits are the one secret that is typed into
/// the window: they are used up within thirty seconds, and by one call.
#[tauri::command]
#[specta::specta]
pub async fn code_answer(
    state: State<'_, AppState>,
    id: String,
    code: Option<String>,
) -> UiResult<()> {
    state.person.answer(&id, code.map(SecretString::from));
    Ok(())
}
