//! Access keys are replaced against IAM: cut off before or after any call, and with answers that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use engine::accounts::ports::{
    Access, NewKeys, PortalAccount, PortalToken, ProfileFacts, ProfileFiles, Secrets, SignIn,
};
use engine::accounts::{self, AccessReport, Account, Portal, Rotation, WayIn, next_keys_secret};
use engine::ports::CloudError;
use engine::{AppError, AppResult, Engine, ErrorCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::world::{ACCOUNT, World};

/// How many more moments a program has, each before or after a call.
struct Life {
    left: AtomicI64,
    over: Notify,
}

impl Life {
    /// The last moment never ends.
    async fn moment(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            self.over.notify_one();
            std::future::pending::<()>().await;
        }
    }

    async fn around<T>(&self, call: impl Future<Output = T>) -> T {
        self.moment().await;
        let answer = call.await;
        self.moment().await;
        answer
    }
}

/// The keychain or AWS of a program that may be killed.
struct Mortal<T: ?Sized> {
    inner: Arc<T>,
    life: Arc<Life>,
}

#[async_trait]
impl Secrets for Mortal<dyn Secrets> {
    async fn secret(&self, name: &str) -> AppResult<Option<SecretString>> {
        self.inner.secret(name).await
    }

    async fn keep_secret(&self, name: &str, secret: &SecretString) -> AppResult<()> {
        self.life.around(self.inner.keep_secret(name, secret)).await
    }

    async fn forget_secret(&self, name: &str) -> AppResult<()> {
        self.life.around(self.inner.forget_secret(name)).await
    }
}

#[async_trait]
impl Access for Mortal<dyn Access> {
    async fn profiles(&self) -> AppResult<ProfileFiles> {
        self.inner.profiles().await
    }

    async fn profile(&self, name: &str) -> AppResult<ProfileFacts> {
        self.inner.profile(name).await
    }

    async fn walk(&self, account: &Account) -> AccessReport {
        self.inner.walk(account).await
    }

    async fn held_until(&self, account: &str) -> Option<Option<i64>> {
        self.inner.held_until(account).await
    }

    async fn forget(&self, account: &str) {
        self.life.around(self.inner.forget(account)).await;
    }

    async fn begin_sign_in(&self, portal: &Portal) -> Result<SignIn, CloudError> {
        self.inner.begin_sign_in(portal).await
    }

    async fn sign_in_answer(&self, sign_in: &SignIn) -> Result<Option<PortalToken>, CloudError> {
        self.inner.sign_in_answer(sign_in).await
    }

    async fn portal_accounts(
        &self,
        portal: &Portal,
        token: &PortalToken,
    ) -> Result<Vec<PortalAccount>, CloudError> {
        self.inner.portal_accounts(portal, token).await
    }

    async fn sign_out(&self, portal: &Portal, token: &PortalToken) -> Result<(), CloudError> {
        self.inner.sign_out(portal, token).await
    }

    async fn list_keys(&self, account: &Account) -> Result<Vec<String>, CloudError> {
        self.life.around(self.inner.list_keys(account)).await
    }

    async fn create_keys(&self, account: &Account) -> Result<NewKeys, CloudError> {
        self.life.around(self.inner.create_keys(account)).await
    }

    async fn delete_keys(&self, account: &Account, key_id: &str) -> Result<(), CloudError> {
        let call = self.inner.delete_keys(account, key_id);
        self.life.around(call).await
    }

    async fn keys_work(&self, account: &Account, keys: &NewKeys) -> Result<bool, CloudError> {
        self.life.around(self.inner.keys_work(account, keys)).await
    }
}

/// Rotates until the program is killed, if it is.
async fn rotate_for(engine: &Engine, moments: i64) -> Option<AppResult<Rotation>> {
    let life = Arc::new(Life {
        left: AtomicI64::new(moments),
        over: Notify::new(),
    });
    let mortal = Engine {
        access: Arc::new(Mortal {
            inner: engine.access.clone(),
            life: life.clone(),
        }),
        secrets: Arc::new(Mortal {
            inner: engine.secrets.clone(),
            life: life.clone(),
        }),
        ..engine.clone()
    };
    tokio::select! {
        ended = rotate(&mortal) => Some(ended),
        () = life.over.notified() => None,
    }
}

async fn rotate(engine: &Engine) -> AppResult<Rotation> {
    accounts::rotate(engine, ACCOUNT, &|_| ()).await
}

/// IDs of the user's keys, by IAM's own list.
fn keys(world: &World) -> Vec<String> {
    let emulator = &world.emulator;
    let told = emulator.query_by_hand(&world.number, "iam", "ListAccessKeys");
    let ids = told.split("<AccessKeyId>").skip(1);
    ids.map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

fn delete_by_hand(world: &World, key: &str) {
    let call = format!("DeleteAccessKey&AccessKeyId={key}");
    world.emulator.query_by_hand(&world.number, "iam", &call);
}

/// The key that the account uses, which AWS takes; and what the way in says.
async fn works(engine: &Engine) -> (String, String) {
    let account = accounts::get(engine, ACCOUNT).await.unwrap();
    engine.access.forget(ACCOUNT).await;
    let report = engine.access.walk(&account).await;
    assert!(report.identity.is_some(), "{:?}", report.steps);
    let WayIn::Keys { key_id } = account.way_in else {
        panic!("it has keys of its own");
    };
    (key_id, report.steps[0].found.clone())
}

async fn under_way(world: &World) -> bool {
    let name = next_keys_secret(ACCOUNT);
    let kept = world.engine.secrets.secret(&name).await.unwrap();
    kept.is_some()
}

/// Everything is as after a rotation that nobody disturbed.
async fn whole(world: &World) {
    let (used, said) = works(&world.engine).await;
    let known = keys(world);
    assert!(
        known.len() == 1 && known[0] == used,
        "only it is left: {known:?}"
    );
    assert_ne!(used, world.number, "and it is a new one");
    assert_eq!(said, format!("of access key {used}"));
    assert!(!under_way(world).await);
}

/// The key that the error names, beside the one in use.
fn named(error: &AppError, world: &World) -> String {
    let words = format!("{} {}", error.message, error.hint.as_deref().unwrap_or(""));
    let others = keys(world).into_iter().filter(|key| *key != world.number);
    let mut found = others.filter(|key| words.contains(key.as_str()));
    let found = found.next();
    assert!(words.contains("rotate again"), "{words}");
    found.unwrap_or_else(|| panic!("no key is named: {words}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_or_after_any_call_a_key_works_and_none_is_forgotten() {
    let (mut moments, mut by_hand) = (0, 0);
    loop {
        let world = World::new().await;
        if let Some(ended) = rotate_for(&world.engine, moments).await {
            assert!(ended.unwrap().old_deleted);
            whole(&world).await;
            break;
        }
        let (used, said) = works(&world.engine).await;
        let known = keys(&world);
        assert!(known.len() <= 2, "{known:?}");
        let begun = under_way(&world).await;
        for other in known.iter().filter(|key| begun && **key != used) {
            assert!(said.contains(other.as_str()), "{other} is told of: {said}");
        }
        match rotate(&world.engine).await {
            Ok(done) => assert!(done.old_deleted),
            // The pair was made, and its secret went with the program.
            Err(error) => {
                assert_eq!(error.code, ErrorCode::Conflict, "{error:?}");
                by_hand += 1;
                delete_by_hand(&world, &named(&error, &world));
                assert!(rotate(&world.engine).await.unwrap().old_deleted);
            }
        }
        whole(&world).await;
        moments += 1;
    }
    assert_eq!(by_hand, 2, "after the making and before the keeping");
    assert_eq!(moments, 16, "eight calls");
}

fn rule(operation: &str, more: Value) -> Value {
    let mut rule = json!({"service": "iam", "operation": operation});
    rule.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    rule
}

fn refusal(code: &str, status: u16, words: &str) -> Value {
    json!({"error": {"code": code, "status": status, "message": words}})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_on_the_way_is_said_and_the_next_rotation_goes_on() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    let engine = &world.engine;
    let set = |rules: Vec<Value>| faults.set(&json!(rules));

    // AWS makes none: asked to slow down, not allowed, or failing before it did anything.
    let never = [
        (
            refusal("Throttling", 400, "Rate exceeded"),
            ErrorCode::Throttled,
        ),
        (
            refusal(
                "AccessDenied",
                403,
                "not authorized to perform: iam:CreateAccessKey",
            ),
            ErrorCode::AccessDenied,
        ),
        (
            refusal("ServiceFailure", 500, "We are sorry"),
            ErrorCode::CloudRejected,
        ),
    ];
    for (fault, code) in never {
        set(vec![rule("CreateAccessKey", fault)]);
        let error = rotate(engine).await.unwrap_err();
        assert_eq!(error.code, code, "{error:?}");
        assert_eq!(faults.fired().len(), 1, "it is asked once only");
        assert_eq!(keys(&world).len(), 1);
        assert_eq!(works(engine).await.0, world.number);
    }

    // It makes one, and the answer is lost: the key is named, and until it is deleted no other is made.
    let lost = rule(
        "CreateAccessKey",
        json!({"times": 1, "response": {"abort_bytes": 40}}),
    );
    set(vec![lost]);
    let error = rotate(engine).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::CloudRejected);
    let orphan = named(&error, &world);
    let error = rotate(engine).await.unwrap_err();
    assert_eq!(
        (error.code, named(&error, &world)),
        (ErrorCode::Conflict, orphan.clone())
    );
    // The same is said by whoever may not list keys.
    let hidden = rule(
        "ListAccessKeys",
        refusal("AccessDenied", 403, "not authorized"),
    );
    set(vec![hidden]);
    let error = rotate(engine).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict, "{error:?}");
    assert_eq!(works(engine).await.0, world.number);
    delete_by_hand(&world, &orphan);

    // The old one must not be deleted: the new one is used, both are told of, and the next rotation tries again.
    let kept = rule(
        "DeleteAccessKey",
        refusal("AccessDenied", 403, "not authorized"),
    );
    set(vec![kept]);
    for _ in 0..2 {
        let done = rotate(engine).await.unwrap();
        assert_eq!((done.old_deleted, &done.old_key_id), (false, &world.number));
        let (used, said) = works(engine).await;
        assert_eq!(used, done.new_key_id);
        assert!(said.contains(&world.number), "{said}");
        assert_eq!(keys(&world).len(), 2);
    }
    // Answers that are lost after the deletion do not matter.
    set(vec![rule(
        "DeleteAccessKey",
        json!({"times": 1, "response": {"abort_bytes": 40}}),
    )]);
    assert!(rotate(engine).await.unwrap().old_deleted);
    whole(&world).await;

    // A new key that somebody deletes before it is used is made anew, once that is said.
    set(vec![
        json!({"service": "sts", "operation": "GetCallerIdentity", "reset": true}),
    ]);
    rotate(engine).await.unwrap_err();
    faults.clear();
    let (used, said) = works(engine).await;
    let fresh = keys(&world).into_iter().find(|key| *key != used).unwrap();
    assert!(said.contains(&fresh), "{said}");
    delete_by_hand(&world, &fresh);
    let error = rotate(engine).await.unwrap_err();
    assert!(error.message.contains(&fresh), "{error:?}");
    let done = rotate(engine).await.unwrap();
    assert!(done.old_deleted && done.new_key_id != fresh);
    whole(&world).await;
}
