//! The person at the window, when AWS wants a code of her MFA device.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use engine::accounts::ports::Person;
use secrecy::SecretString;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tauri_specta::Event;
use tokio::sync::oneshot;

use crate::events::CodeAsked;
use crate::wire::accounts::CodeQuestion;

/// Nobody answers for so long: nobody is there. A launch then waits for a sign-in instead.
const WAIT: Duration = Duration::from_secs(120);

type Answer = oneshot::Sender<Option<SecretString>>;
type Tell = Box<dyn Fn(Option<&CodeQuestion>) + Send + Sync>;

/// Asks in the window, one question at a time.
pub struct WindowPerson {
    tell: Tell,
    wait: Duration,
    turn: tokio::sync::Mutex<()>,
    open: Mutex<Option<(CodeQuestion, Answer)>>,
}

impl WindowPerson {
    /// Whoever sits before the application's window.
    pub fn before(app: AppHandle) -> Self {
        Self::told(WAIT, move |question| tell(&app, question))
    }

    fn told(wait: Duration, tell: impl Fn(Option<&CodeQuestion>) + Send + Sync + 'static) -> Self {
        Self {
            tell: Box::new(tell),
            wait,
            turn: tokio::sync::Mutex::default(),
            open: Mutex::default(),
        }
    }

    /// The question that waits, for a page that was loaded meanwhile.
    pub fn question(&self) -> Option<CodeQuestion> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|(question, _)| question.clone())
    }

    /// Answers a question, or declines it. One that is over already hears nothing.
    pub fn answer(&self, id: &str, code: Option<SecretString>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, answer)) = open.take_if(|(question, _)| question.id == id) {
            let _ = answer.send(code);
        }
    }

    fn ask(&self, question: CodeQuestion) -> oneshot::Receiver<Option<SecretString>> {
        let (answer, hear) = oneshot::channel();
        (self.tell)(Some(&question));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        *open = Some((question, answer));
        hear
    }

    fn close(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
        (self.tell)(None);
    }
}

#[async_trait]
impl Person for WindowPerson {
    async fn mfa_code(&self, account: &str, device: &str) -> Option<SecretString> {
        let _turn = self.turn.lock().await;
        let hear = self.ask(CodeQuestion {
            id: uuid::Uuid::new_v4().to_string(),
            account: account.to_owned(),
            device: device.to_owned(),
        });
        let answer = tokio::time::timeout(self.wait, hear).await;
        self.close();
        answer.ok().and_then(Result::ok).flatten()
    }
}

fn tell(app: &AppHandle, question: Option<&CodeQuestion>) {
    if let Err(error) = CodeAsked(question.cloned()).emit(app) {
        tracing::warn!(%error, "no window heard the question");
    }
    let windows = app.webview_windows();
    let in_front = windows
        .values()
        .any(|window| window.is_focused().unwrap_or(false));
    let Some(question) = question.filter(|_| !in_front) else {
        return;
    };
    let notification = app.notification().builder();
    let shown = notification
        .title("AWS wants a code")
        .body(format!(
            "Enter the code of your MFA device for {} in Array Console.",
            question.account
        ))
        .show();
    if let Err(error) = shown {
        tracing::info!(%error, "the system shows no notifications");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use secrecy::ExposeSecret;

    use super::*;

    /// Accounts that a code was asked for; nothing where the question was taken back.
    type Heard = Arc<Mutex<Vec<Option<String>>>>;

    fn person(wait: Duration) -> (Arc<WindowPerson>, Heard) {
        let heard = Heard::default();
        let told = heard.clone();
        let person = WindowPerson::told(wait, move |question| {
            let account = question.map(|question| question.account.clone());
            told.lock().expect("nobody panicked").push(account);
        });
        (Arc::new(person), heard)
    }

    #[tokio::test]
    async fn the_answer_of_the_window_is_the_code() {
        let (person, heard) = person(WAIT);
        let asking = person.clone();
        let asked =
            tokio::spawn(async move { asking.mfa_code("prod", "arn:aws:iam::1:mfa/ava").await });
        while person.question().is_none() {
            tokio::task::yield_now().await;
        }
        person.answer("another", Some(SecretString::from("000000")));
        let question = person.question().expect("another answer changes nothing");
        person.answer(&question.id, Some(SecretString::from("123456")));
        let code = asked.await.expect("it ends").expect("a code was given");
        assert_eq!(code.expose_secret(), "123456");
        assert_eq!(
            *heard.lock().expect("nobody panicked"),
            [Some("prod".to_owned()), None],
            "asked once, and taken back"
        );
    }

    #[tokio::test]
    async fn declining_and_silence_are_no_code() {
        let (person, heard) = person(Duration::from_millis(5));
        assert!(person.mfa_code("prod", "device").await.is_none());
        assert!(person.question().is_none(), "nothing is asked any more");
        let heard = heard.lock().expect("nobody panicked").clone();
        assert_eq!(heard, [Some("prod".to_owned()), None]);
    }
}
