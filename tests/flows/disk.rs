//! Stores that are full, read-only, or hold what this version does not know.

use std::path::Path;
use std::sync::Arc;

use domain::launch::{JobState, Operation};
use engine::environments;
use engine::{ErrorCode, launches};
use store::{Opening, Store};

use crate::order;
use crate::world::{NAME, QUICK, World, at_speed, begin, did, key};

/// A small file system of its own, where this user may mount one; says so where not.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: only root on Linux can mount the small disk that this fills");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn fill(&self) {
        use std::io::Write as _;
        let mut ballast = std::fs::File::create(self.path().join("ballast")).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg(self.path())
            .status();
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_in_a_launch_is_said_and_with_space_it_goes_on() {
    let Some(disk) = SmallDisk::mount(16) else {
        return;
    };
    let path = disk.path().join("console.db");
    let world = World::over(Store::open(&path, &key()).await.unwrap());
    let engine = world.engine();
    let id = begin(&engine, at_speed(60.0)).await.unwrap().job_id;
    let reader = world.engine();
    let fills = async {
        while launches::get(&reader, &id).await.unwrap().event_count < 60 {
            tokio::task::yield_now().await;
        }
        disk.fill();
    };
    let (refused, ()) = tokio::join!(launches::drive(&engine, &id), fills);
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused:?}");
    assert!(refused.retryable && refused.message.contains("disk is full"));
    assert!(refused.hint.unwrap().contains("space"), "and what to do");
    let told = world.heard.told.lock().unwrap().last().unwrap().1.clone();
    assert!(
        told.state == JobState::Running && told.sentence.contains("disk is full"),
        "whoever looks at the launch reads it: {}",
        told.sentence
    );
    let kept = launches::get(&engine, &id).await.unwrap();
    assert!(kept.event_count >= 60, "what was saved before is there");

    disk.free();
    let last = launches::drive(&engine, &id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    let rows = world.events(&id).await;
    order::times_fit(&rows);
    assert_eq!(order::last_status(&rows).len(), last.resources.len());
    world.store.close().await;
}

#[tokio::test]
async fn a_full_disk_at_the_start_is_not_taken_for_a_damaged_store() {
    let Some(disk) = SmallDisk::mount(4) else {
        return;
    };
    let path = disk.path().join("console.db");
    let world = World::over(Store::open(&path, &key()).await.unwrap());
    world
        .store
        .save_settings(&Default::default())
        .await
        .unwrap();
    world.store.close().await;
    disk.fill();
    let before = std::fs::read(&path).unwrap();
    let refused = match Store::open(&path, &key()).await {
        Ok(store) => {
            // It could be opened without a byte more; then writing says so.
            let refused = store.save_settings(&Default::default()).await.unwrap_err();
            store.close().await;
            refused
        }
        Err(refused) => refused,
    };
    let refused = engine::AppError::from(refused);
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused:?}");
    assert_eq!(
        std::fs::read(&path).unwrap(),
        before,
        "nothing is overwritten"
    );
    disk.free();
    let store = Store::open(&path, &key()).await.unwrap();
    store.save_settings(&Default::default()).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_first_start_on_a_full_disk_leaves_nothing_half_made() {
    let Some(disk) = SmallDisk::mount(1) else {
        return;
    };
    let path = disk.path().join("console.db");
    disk.fill();
    let refused = engine::AppError::from(Store::open(&path, &key()).await.unwrap_err());
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused:?}");
    assert!(!path.exists(), "no store that a later start would trust");
    disk.free();
    Store::open(&path, &key()).await.unwrap().close().await;
}

/// A launch on the encrypted file, quit halfway, opened again by another process with the same key.
#[tokio::test]
async fn a_launch_outlives_the_process_in_the_encrypted_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    let world = World::over(Store::open(&path, &key()).await.unwrap());
    let id = begin(&world.engine(), at_speed(QUICK))
        .await
        .unwrap()
        .job_id;
    world.store.close().await;
    let later = World::over(
        Opening::begin(&path)
            .await
            .unwrap()
            .open(&key())
            .await
            .unwrap(),
    );
    let engine = later.engine();
    assert_eq!(launches::unfinished(&engine).await.unwrap(), [id.as_str()]);
    let last = launches::drive(&engine, &id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    later.store.close().await;
    let bytes = std::fs::read(&path).unwrap();
    for told in [NAME, "AWS::EC2::VPC", practice::ACCOUNT] {
        let told = told.as_bytes();
        assert!(
            !bytes.windows(told.len()).any(|window| window == told),
            "nothing of it can be read without the key"
        );
    }
}

/// Invariant 9: after an update that has forgotten a word, the words of before are not guessed at.
#[tokio::test]
async fn what_this_version_does_not_know_is_said_and_left_alone() {
    let world = World::new().await;
    let engine = world.engine();
    begin(&engine, at_speed(60.0)).await.unwrap();
    world.clock.shift(60_000);
    let id = launches::unfinished(&engine).await.unwrap().remove(0);
    let cloud = engine
        .clouds
        .open(environments::PRACTICE, "us-east-1")
        .await
        .unwrap();
    let record = "{\"stackId\":\"arn:x\",\"name\":\"x\",\"madeUp\":true}";
    let memory: Arc<dyn engine::ports::Memory> = world.store.clone();
    assert!(
        memory
            .put_practice_record("arn:x", 0, record)
            .await
            .unwrap()
    );
    let refused = engine::AppError::from(cloud.stack("arn:x").await.unwrap_err());
    assert_eq!(refused.code, ErrorCode::StoreDamaged, "{refused:?}");
    let refused = launches::drive(&engine, &id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::StoreDamaged, "{refused:?}");
    assert!(refused.hint.is_some());
    let left = launches::get(&engine, &id).await.unwrap();
    assert_eq!(
        left.state,
        JobState::Running,
        "the launch has not failed: it was only not understood"
    );
    let kept = memory.practice_record("arn:x").await.unwrap().unwrap();
    assert_eq!(kept.1, record, "nothing is written over it");
}
