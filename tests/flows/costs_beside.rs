//! What another process does to costs is noticed, and nothing else.

use std::slice;

use domain::costs::{Amount, Budget, Cost, Period};
use engine::costs::{self, ImportState, import};

use crate::world::World;

const MARCH: &str = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Tags
5,111122223333,USD,2026-04-01T00:00:00Z,2026-03-01T00:00:00Z,Usage,2026-03-03T00:00:00Z,2026-03-02T00:00:00Z,5,5,5,AWS,us-east-1,AmazonEKS,210000000001,
";

#[tokio::test]
async fn what_another_process_changes_is_noticed() {
    let world = World::new().await;
    let (window, terminal) = (world.engine(), world.engine());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("march.csv");
    std::fs::write(&path, MARCH).unwrap();
    let standing = async || costs::standing(&window).await.unwrap();
    let nothing = standing().await;
    assert_eq!(standing().await, nothing, "nobody did anything");

    let begun = import::start(&terminal, slice::from_ref(&path))
        .await
        .unwrap();
    let running = standing().await;
    assert_ne!(running, nothing);
    assert!(
        !running.has_other_figures(&nothing),
        "it has only begun, and figures need not be asked anew"
    );

    let done = import::carry_out(&terminal, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done);
    let imported = standing().await;
    assert!(imported.has_other_figures(&running));

    let again = import::start(&terminal, slice::from_ref(&path))
        .await
        .unwrap();
    import::carry_out(&terminal, &again.id).await.unwrap();
    let replaced = standing().await;
    assert!(
        replaced.has_other_figures(&imported),
        "the same month, come again"
    );

    let budget = Budget {
        environment: None,
        currency: "USD".to_owned(),
        monthly: Amount::units(1),
        cost: Cost::Effective,
    };
    costs::set_budget(&terminal, budget).await.unwrap();
    let budgeted = standing().await;
    assert!(budgeted.has_other_figures(&replaced));

    let march: Period = "2026-03".parse().unwrap();
    costs::delete_months(&terminal, march, march).await.unwrap();
    let forgotten = standing().await;
    assert!(forgotten.has_other_figures(&budgeted));

    let last = import::start(&window, &[path]).await.unwrap();
    import::carry_out(&window, &last.id).await.unwrap();
    costs::delete_months(&terminal, march, march).await.unwrap();
    assert!(
        standing().await.has_other_figures(&forgotten),
        "a month that came and went between two looks"
    );
}
