//! An empty Tauri window: what the figures of the app are compared with. It prints `shown` when its page is.

#[tauri::command]
fn shown() {
    println!("shown");
}

fn main() {
    let outcome = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![shown])
        .run(tauri::generate_context!(
            "tests/bench/empty/tauri.conf.json"
        ));
    if let Err(error) = outcome {
        eprintln!("{error}");
    }
}
