#![allow(clippy::unwrap_used)]

use super::*;
use crate::fake::Fake;

const WINDOWS: usize = limit(Platform::Windows);

fn vault(fake: &Fake) -> Vault {
    Vault {
        keychain: Keychain::over(fake.clone()),
        name: "accounts".to_owned(),
        limit: WINDOWS,
    }
}

fn of(size: usize, letter: char) -> SecretString {
    SecretString::from(String::from(letter).repeat(size))
}

fn shown(value: Option<SecretString>) -> Option<String> {
    value.map(|value| value.expose_secret().to_owned())
}

#[test]
fn any_size_fits_into_entries_of_2560_bytes() {
    for size in [
        0, 1, 2_399, 2_400, 2_401, 2_560, 2_561, 5_120, 5_558, 65_536,
    ] {
        let fake = Fake::with_cap(2_560);
        let vault = vault(&fake);
        assert!(vault.read().unwrap().is_none(), "nothing was written");
        vault.write(&of(size, 'x')).unwrap();
        assert_eq!(
            shown(vault.read().unwrap()).map(|text| text.len()),
            Some(size),
            "{size} bytes come back"
        );
        vault.delete().unwrap();
        assert!(
            fake.0.lock().unwrap().entries.is_empty(),
            "{size} bytes leave no trace"
        );
    }
}

#[test]
fn what_fits_is_one_entry_and_one_read() {
    let fake = Fake::with_cap(2_560);
    vault(&fake).write(&of(2_000, 'x')).unwrap();
    assert_eq!(fake.0.lock().unwrap().entries.len(), 1);
    fake.0.lock().unwrap().mood.reads = 0;
    vault(&fake).read().unwrap();
    assert_eq!(fake.0.lock().unwrap().mood.reads, 1, "macOS would ask once");
}

#[test]
fn a_crash_at_any_moment_leaves_the_old_value_or_the_new_one() {
    for (before, after) in [(9_000, 12_000), (100, 9_000), (9_000, 100), (100, 200)] {
        for changes in 0.. {
            let fake = Fake::with_cap(2_560);
            vault(&fake).write(&of(before, 'a')).unwrap();
            fake.0.lock().unwrap().mood.changes_left = Some(changes);
            let told = vault(&fake).write(&of(after, 'b'));
            let used_up = fake.0.lock().unwrap().mood.changes_left == Some(0);
            fake.0.lock().unwrap().mood.changes_left = None;
            let found = shown(vault(&fake).read().unwrap()).unwrap();
            let wanted = if told.is_ok() {
                "b".repeat(after)
            } else {
                "a".repeat(before)
            };
            assert_eq!(
                found, wanted,
                "{before} to {after}, dead after {changes} changes"
            );
            // The next write works, and the one after a deletion leaves nothing.
            vault(&fake).write(&of(before, 'c')).unwrap();
            assert_eq!(
                shown(vault(&fake).read().unwrap()).unwrap(),
                "c".repeat(before)
            );
            vault(&fake).delete().unwrap();
            let left: Vec<String> = fake.0.lock().unwrap().entries.keys().cloned().collect();
            assert!(left.is_empty(), "dead after {changes} changes: {left:?}");
            if !used_up {
                break;
            }
        }
    }
}

#[test]
fn damage_is_said_and_can_be_written_over() {
    let fake = Fake::with_cap(2_560);
    vault(&fake).write(&of(9_000, 'x')).unwrap();
    let names: Vec<String> = fake.0.lock().unwrap().entries.keys().cloned().collect();
    for name in names {
        let good = fake.0.lock().unwrap().entries[&name].clone();
        for bad in [b"".to_vec(), good[..good.len() - 1].to_vec(), {
            let mut turned = good.clone();
            *turned.last_mut().unwrap() ^= 1;
            turned
        }] {
            fake.0.lock().unwrap().entries.insert(name.clone(), bad);
            assert!(
                matches!(vault(&fake).read(), Err(KeychainError::Corrupted)),
                "{name}"
            );
        }
        fake.0.lock().unwrap().entries.insert(name, good);
    }
    fake.0
        .lock()
        .unwrap()
        .entries
        .insert("accounts".to_owned(), b"?".to_vec());
    vault(&fake).write(&of(10, 'y')).unwrap();
    assert_eq!(shown(vault(&fake).read().unwrap()).unwrap(), "y".repeat(10));
}

#[test]
fn a_locked_or_denied_keychain_is_told_and_changes_nothing() {
    let fake = Fake::with_cap(2_560);
    vault(&fake).write(&of(3_000, 'x')).unwrap();
    fake.0.lock().unwrap().mood.locked = true;
    assert!(vault(&fake).read().is_err() && vault(&fake).write(&of(1, 'y')).is_err());
    fake.0.lock().unwrap().mood.locked = false;
    fake.0.lock().unwrap().mood.denied = true;
    assert!(vault(&fake).read().is_err() && vault(&fake).delete().is_err());
    fake.0.lock().unwrap().mood.denied = false;
    assert_eq!(shown(vault(&fake).read().unwrap()).unwrap().len(), 3_000);
}
