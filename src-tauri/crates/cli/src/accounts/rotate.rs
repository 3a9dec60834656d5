//! `arrayctl accounts rotate`

use engine::accounts::RotationStep;
use engine::{AppResult, accounts};

use crate::exit::Exit;
use crate::output::{Output, note};
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let done = accounts::rotate(&engine, name, &|step| {
        note(match step {
            RotationStep::Create => "Making a new pair of keys.",
            RotationStep::Verify => "Waiting until AWS takes it.",
            RotationStep::Switch => "Keeping it in the keychain in place of the old one.",
            RotationStep::DeleteOld => "Deleting the old pair.",
        });
    })
    .await?;
    output.line(format!(
        "{name} uses the key {} now, in place of {}.",
        done.new_key_id, done.old_key_id
    ));
    if !done.old_deleted {
        output.line(format!(
            "AWS did not let the old key {} be deleted, and it still works. Rotate again to try it once more, or delete it in the IAM console.",
            done.old_key_id
        ));
    }
    super::changed(name, "rotated", &[], Some(&done), output);
    Ok(if done.old_deleted {
        Exit::Done
    } else {
        Exit::NeedsYou
    })
}
