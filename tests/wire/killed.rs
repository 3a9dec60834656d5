//! Killed again and again over the wire: the end is that of a run that nobody disturbed.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::launch::JobState;
use engine::launches;

use crate::world::World;

/// Kills in a launch and a deletion each.
const KILLS: u32 = 60;

/// Milliseconds until each kill, the same in every run: all of them come before a deletion, which takes
/// longer than two seconds here, could be over.
fn pauses() -> impl Iterator<Item = u64> {
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 60
    })
}

/// Drives a job in one life after another, each of them cut off in the middle of whatever it does.
async fn drive_through_kills(world: &World, job: &str) -> u32 {
    let mut kills = 0;
    for pause in pauses().take(KILLS as usize) {
        let engine = world.next_life(kills);
        let life = launches::drive(&engine, job);
        if tokio::time::timeout(Duration::from_millis(pause), life)
            .await
            .is_ok()
        {
            break;
        }
        kills += 1;
    }
    kills
}

/// What the events of a job say: of which stack, which resource, which status. They are all that its
/// account has, and none is told twice.
async fn told(world: &World, job: &str) -> BTreeSet<(String, String, String)> {
    let rows = launches::events(&world.engine, job, 0).await.unwrap();
    let ids: BTreeSet<String> = rows.iter().map(|row| row.event.id.clone()).collect();
    assert_eq!(ids.len(), rows.len(), "no event is told twice");
    let stacks = world.emulator.stacks(&world.number).into_iter();
    let there: BTreeSet<String> = stacks
        .flat_map(|(stack, _)| world.emulator.events(&world.number, &stack))
        .collect();
    let lost: Vec<&String> = there.difference(&ids).collect();
    assert_eq!(lost, Vec::<&String>::new(), "no event is lost");
    assert_eq!(there.len(), ids.len(), "no event is made up");
    let said = rows.iter().map(|row| {
        let status = format!("{:?}", row.event.status);
        // A nested stack's own name ends in letters that are another's in each run.
        let own = row.event.logical_id == row.event.stack_name;
        let of = if own {
            &row.stack
        } else {
            &row.event.logical_id
        };
        (row.stack.clone(), of.clone(), status)
    });
    said.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_at_any_moment_change_neither_what_is_made_nor_what_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_disk(folder.path()).await;
    world.emulator.handshake(&world.number, "AVAILABLE");
    let job = world.begin().await.job_id;
    let mut kills = drive_through_kills(&world, &job).await;
    let done = launches::drive(&world.next_life(1000), &job).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert_eq!(world.stacks_named("array-crew-crew"), 1, "one stack");
    let made = world.tokens("CreateChangeSet");
    assert_eq!(made.len(), 1, "one client token: {made:?}");
    assert_eq!(world.tokens("ExecuteChangeSet").len(), 1);

    let undisturbed = World::new().await;
    let number = &undisturbed.number;
    undisturbed.emulator.handshake(number, "AVAILABLE");
    let other = undisturbed.launch().await;
    // By what they say: the account may report a step twice.
    assert_eq!(
        told(&world, &job).await,
        told(&undisturbed, &other.job_id).await,
        "nothing else happens"
    );
    let outputs = |snapshot: &domain::launch::LaunchSnapshot| -> BTreeSet<String> {
        snapshot.outputs.keys().cloned().collect()
    };
    assert_eq!(outputs(&done), outputs(&other));

    let delete = world.begin_delete().await.job_id;
    kills += drive_through_kills(&world, &delete).await;
    let gone = launches::drive(&world.next_life(2000), &delete)
        .await
        .unwrap();
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(world.tokens("DeleteStack").len(), 1);
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
    println!("{kills} kills");
    assert!(kills >= 100, "it was killed only {kills} times");
}
