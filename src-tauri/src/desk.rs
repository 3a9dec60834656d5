//! What the shell holds while a person adds an account or signs in, so that the web view need not.

use std::sync::{Arc, Mutex, PoisonError};

use domain::accounts::KeyPair;
use engine::accounts::ports::SignIn;
use engine::accounts::{self, Portal};
use engine::{AppError, AppResult, Engine, ErrorCode};
use tokio::sync::Notify;

use crate::wire::accounts::{HeldKeys, SignInView};

/// One pair of keys and one sign-in at most: a new one takes the place of the one before.
#[derive(Default)]
pub struct Desk {
    keys: Mutex<Option<(String, KeyPair)>>,
    sign_in: Mutex<Option<Waiting>>,
}

#[derive(Clone)]
struct Waiting {
    id: String,
    sign_in: SignIn,
    cancelled: Arc<Notify>,
}

impl Desk {
    /// Holds a pair of keys, and gives what may be shown of it.
    pub fn hold(&self, pair: KeyPair, file: Option<String>, clipboard_cleared: bool) -> HeldKeys {
        let handle = uuid::Uuid::new_v4().to_string();
        let key_id = masked(&pair.key_id);
        *locked(&self.keys) = Some((handle.clone(), pair));
        HeldKeys {
            handle,
            key_id,
            file,
            clipboard_cleared,
        }
    }

    /// The pair of a handle.
    pub fn keys(&self, handle: &str) -> AppResult<KeyPair> {
        match &*locked(&self.keys) {
            Some((known, pair)) if known == handle => Ok(pair.clone()),
            _ => Err(AppError::new(
                ErrorCode::NotFound,
                "These keys are no longer held: others were read since.",
            )
            .hint("Paste them or choose their file again.")),
        }
    }

    /// Forgets the pair.
    pub fn drop_keys(&self) {
        *locked(&self.keys) = None;
    }

    /// Begins a sign-in and opens the browser for it.
    pub async fn begin_sign_in(&self, engine: &Engine, portal: &Portal) -> AppResult<SignInView> {
        self.cancel_sign_in();
        let sign_in = accounts::begin_sign_in(engine, portal).await?;
        let opened = open(&sign_in.url);
        let id = uuid::Uuid::new_v4().to_string();
        let view = SignInView::of(id.clone(), &sign_in, opened);
        *locked(&self.sign_in) = Some(Waiting {
            id,
            sign_in,
            cancelled: Arc::default(),
        });
        Ok(view)
    }

    /// Opens the browser for the same sign-in again; false where the system opens none.
    pub fn open_again(&self, id: &str) -> bool {
        self.waiting(id)
            .is_some_and(|waiting| open(&waiting.sign_in.url))
    }

    /// Waits until the person has confirmed; false when the sign-in was cancelled here.
    pub async fn finish_sign_in(&self, engine: &Engine, id: &str) -> AppResult<bool> {
        let Some(waiting) = self.waiting(id) else {
            return Ok(false);
        };
        let done = tokio::select! {
            done = accounts::finish_sign_in(engine, &waiting.sign_in) => done.map(|()| true),
            () = waiting.cancelled.notified() => Ok(false),
        };
        let mut kept = locked(&self.sign_in);
        if kept.as_ref().is_some_and(|now| now.id == id) {
            *kept = None;
        }
        done
    }

    /// Stops waiting for whatever sign-in is open. The code that was shown is of no use any more.
    pub fn cancel_sign_in(&self) {
        if let Some(waiting) = locked(&self.sign_in).take() {
            waiting.cancelled.notify_one();
        }
    }

    fn waiting(&self, id: &str) -> Option<Waiting> {
        let kept = locked(&self.sign_in).clone();
        kept.filter(|waiting| waiting.id == id)
    }
}

/// A browser that does not open is no failure: its address is on the screen.
pub fn open(url: &str) -> bool {
    let opened = assembly::open_in_browser(url);
    if let Err(error) = &opened {
        tracing::warn!(%error, "no browser was opened");
    }
    opened.is_ok()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Enough of a key's ID to know it again.
fn masked(key_id: &str) -> String {
    match (
        key_id.get(..4),
        key_id.get(key_id.len().saturating_sub(4)..),
    ) {
        (Some(first), Some(last)) if key_id.len() >= 12 => format!("{first}…{last}"),
        _ => "a short one".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> KeyPair {
        KeyPair::read("AKIAIOSFODNN7EXAMPLE\nhunter2").expect("two lines are a pair")
    }

    #[test]
    fn of_a_held_pair_only_ends_of_the_id_are_shown() {
        let desk = Desk::default();
        let held = desk.hold(pair(), None, true);
        assert_eq!(held.key_id, "AKIA…MPLE");
        let told = serde_json::to_string(&held).expect("it crosses as JSON");
        assert!(
            !told.contains("hunter2") && !told.contains("IOSFODNN7"),
            "{told}"
        );
        assert!(desk.keys(&held.handle).is_ok());
    }

    #[test]
    fn an_older_handle_gives_nothing_and_nor_does_a_dropped_one() {
        let desk = Desk::default();
        let first = desk.hold(pair(), None, false);
        let second = desk.hold(pair(), None, false);
        assert!(desk.keys(&first.handle).is_err(), "others were read since");
        desk.drop_keys();
        assert!(desk.keys(&second.handle).is_err());
    }
}
