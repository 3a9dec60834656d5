//! Writes the blueprint of a preset to a folder, for the template linters:
//! `cargo run -p domain --example render -- development|staging|production|largest OUTDIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::blueprint::render;
use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec, largest_preset};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [preset, folder] = arguments.as_slice() else {
        eprintln!("usage: render development|staging|production|largest OUTDIR");
        return ExitCode::from(2);
    };
    let file = match (preset.as_str(), preset.parse::<EnvironmentKind>()) {
        ("largest", _) => largest_preset(),
        (_, Ok(kind)) => EnvironmentFile::preset(preset, kind),
        (_, Err(error)) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match write(file, &PathBuf::from(folder)) {
        Ok(count) => {
            println!("{count} files in {folder}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn write(file: EnvironmentFile, folder: &std::path::Path) -> Result<usize, String> {
    let today = Date::new(2026, 11, 24);
    let spec = EnvironmentSpec::new(file, today).map_err(|problems| format!("{problems:#?}"))?;
    let blueprint = render(&spec);
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let files = std::iter::once(&blueprint.root).chain(&blueprint.nested);
    let mut count = 0;
    for template in files {
        std::fs::write(folder.join(&template.name), &template.body)
            .map_err(|error| format!("{}: {error}", template.name))?;
        count += 1;
    }
    Ok(count)
}
