//! A document in a window of its own, which the system prints.

use std::sync::{Mutex, PoisonError};

use engine::{AppError, AppResult};
use tauri::http::{Response, header};
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, UriSchemeContext, Url, WebviewUrl, WebviewWindowBuilder, Wry};

/// What the document is asked by. The window with it may ask the shell for nothing.
pub const SCHEME: &str = "document";

const WINDOW: &str = "print";

/// It styles itself, and neither runs a script nor loads anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The document that was shown last.
#[derive(Default)]
pub struct Printed(Mutex<Vec<u8>>);

/// Shows a document and opens the system's print dialog once it stands there.
pub fn show(app: &AppHandle, title: &str, html: Vec<u8>) -> AppResult<()> {
    let failed =
        |error: tauri::Error| AppError::internal("The document could not be shown.").because(error);
    *app.state::<Printed>()
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = html;
    if let Some(before) = app.get_webview_window(WINDOW) {
        before.destroy().map_err(failed)?;
    }
    let address = Url::parse(&format!("{SCHEME}://localhost/"))
        .map_err(|error| AppError::internal("The document has no address.").because(error))?;
    WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::CustomProtocol(address))
        .title(title)
        .inner_size(960.0, 800.0)
        .on_page_load(|window, load| {
            if load.event() != PageLoadEvent::Finished {
                return;
            }
            // From another thread: on this one GTK's dialog would run with a lock held that the next
            // message of the document's window waits for, and nothing would go on.
            tauri::async_runtime::spawn(async move {
                if let Err(error) = window.print() {
                    tracing::warn!(%error, "the system prints nothing");
                }
            });
        })
        .build()
        .map(|_| ())
        .map_err(failed)
}

/// Gives the document to its window.
pub fn answer(context: UriSchemeContext<'_, Wry>) -> Response<Vec<u8>> {
    let printed = context.app_handle().state::<Printed>();
    let html = printed.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut response = Response::new(html.clone());
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, tauri::http::HeaderValue::from_static(value));
    }
    response
}
