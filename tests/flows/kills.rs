//! A thousand kills at moments that a seed chooses, many of them in one operation: it ends as one that
//! nobody disturbed.

use std::collections::BTreeSet;

use domain::launch::Status;
use engine::ports::Clock as _;

use crate::blade::{Blade, When};
use crate::killed::{Wish, holds, mortal, prepared, pursue};
use crate::world::World;

/// Together with the four others, a thousand and more.
const KILLS: usize = 205;
/// AWS's seconds in a real one: a dead process's lease is a tenth of a launch.
const SPEED: f64 = 15.0;

/// Marsaglia's xorshift: the same moments in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// What an operation comes to, without what differs from one stack to the next: stack, resource, status.
async fn tale(world: &World) -> BTreeSet<(String, String, Status)> {
    let jobs = world.engine().memory.jobs().await.unwrap();
    let rows = world.events(&jobs[0].id).await.into_iter();
    rows.map(|row| {
        let id = match row.event.logical_id == row.event.stack_name {
            true => "itself".to_owned(),
            false => row.event.logical_id,
        };
        (row.stack, id, row.event.status)
    })
    .collect()
}

async fn undisturbed(wish: Wish) -> BTreeSet<(String, String, Status)> {
    let world = prepared(wish, SPEED).await;
    pursue(&world.engine(), wish, SPEED).await;
    tale(&world).await
}

/// Each event that the cloud has of any stack is stored, and stored once.
async fn every_event_once(world: &World, told: &str) {
    let engine = world.engine();
    let job = engine.memory.jobs().await.unwrap().remove(0);
    let rows = world.events(&job.id).await;
    let mut stored: Vec<&str> = rows.iter().map(|row| row.event.id.as_str()).collect();
    stored.sort_unstable();
    let cloud = engine.clouds.open("Practice", "us-east-1").await.unwrap();
    let mut reported = Vec::new();
    for stack in &job.snapshot.stacks {
        let id = stack.stack_id.as_deref().unwrap_or_default();
        reported.extend(cloud.events(id, None).await.unwrap());
    }
    let mut reported: Vec<&str> = reported.iter().map(|event| event.id.as_str()).collect();
    reported.sort_unstable();
    assert_eq!(stored, reported, "{told}: every event once");
}

/// `longest` is how many calls a life has at most: lives that all ended within one look at every stack would
/// come to nothing, and a deletion looks at the most of them at once.
async fn survives(wish: Wish, longest: u64, seed: u64) {
    let mut chance = Chance(seed);
    let expected = undisturbed(wish).await;
    let (mut kills, mut stories) = (0, 0);
    while kills < KILLS {
        stories += 1;
        let world = prepared(wish, SPEED).await;
        let mut blade = Blade::new(usize::MAX, When::Before);
        let mut lives = 0;
        loop {
            let when = match chance.below(2) {
                0 => When::Before,
                _ => When::After,
            };
            let at = usize::try_from(chance.below(longest)).unwrap();
            blade = Blade::again(&blade, at, when);
            let engine = mortal(&world, &blade);
            let lived = tokio::select! {
                biased;
                () = blade.fell.notified() => false,
                () = pursue(&engine, wish, SPEED) => true,
            };
            if lived {
                break;
            }
            lives += 1;
            assert!(
                lives < 500,
                "{wish:?}, seed {seed}, story {stories}: it gets nowhere"
            );
            // Starting again takes a while, in which the lease of the dead process runs out.
            world.clock.shift(11_000);
        }
        kills += lives;
        let told = format!(
            "{wish:?}, seed {seed}, story {stories}, {lives} kills until {}",
            world.clock.now_ms()
        );
        let asked = blade.asked.lock().unwrap().clone();
        holds(&world, wish, &asked, &told).await;
        // A launch that is stopped halfway has made more or less of it.
        if !matches!(wish, Wish::Stopped) {
            assert_eq!(tale(&world).await, expected, "{told}: as undisturbed");
        }
        // The others are told of from their own beginning on.
        if matches!(wish, Wish::Launched | Wish::TriedAgain | Wish::Stopped) {
            every_event_once(&world, &told).await;
        }
    }
    println!("{wish:?}: {kills} kills in {stories} stories, seed {seed}");
    assert!(kills >= KILLS);
}

macro_rules! survives {
    ($($name:ident: $wish:ident, $longest:literal, $seed:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            survives(Wish::$wish, $longest, $seed).await;
        }
    )*};
}

survives! {
    a_launch_survives_its_share_of_a_thousand_kills: Launched, 40, 0x2545_f491_4f6c_dd1d;
    an_update_survives_its_share_of_a_thousand_kills: Updated, 40, 0x9e37_79b9_7f4a_7c15;
    a_deletion_survives_its_share_of_a_thousand_kills: Deleted, 60, 0xbf58_476d_1ce4_e5b9;
    a_cancelled_launch_survives_its_share_of_a_thousand_kills: Stopped, 40, 0x94d0_49bb_1331_11eb;
    a_retry_survives_its_share_of_a_thousand_kills: TriedAgain, 40, 0xd6e8_feb8_6659_fd93;
}
