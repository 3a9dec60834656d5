//! The root's part that watches and tells: notifications and monitoring.

use super::super::emit::{attribute, quoted};
use super::super::sources::hash;
use super::{Root, flag};
use crate::catalogue::DATADOG_SITES;
use crate::environment::NatMode;

impl Root<'_> {
    pub(super) fn notifications(&mut self) {
        let people = &self.spec.notifications;
        let monitoring = &self.spec.monitoring;
        let parameters = [
            ("ProjectManagerEmail", quoted(&people.project_manager_email)),
            ("Slack", flag(people.slack)),
            (
                "AlarmsByMail",
                flag(monitoring.alarms && !people.slack && !monitoring.pagerduty),
            ),
            ("LogRetentionDays", self.log_days()),
        ];
        self.emitter.section("Who is told, and what is watched");
        self.stack(
            "Notifications",
            "notifications.yaml",
            "notifications",
            &[],
            &parameters,
        );
    }

    pub(super) fn monitoring(&mut self) {
        let monitoring = &self.spec.monitoring;
        let budget = &self.spec.budget;
        let parameters = [
            ("Alarms", flag(monitoring.alarms)),
            ("AlarmTopicArn", attribute("Notifications", "AlarmTopicArn")),
            ("ClusterName", attribute("Cluster", "ClusterName")),
            ("NatGatewayA", attribute("Network", "NatGatewayA")),
            (
                "NatGatewayB",
                match self.spec.network.nat {
                    NatMode::PerZone => attribute("Network", "NatGatewayB"),
                    NatMode::Single => quoted(""),
                },
            ),
            ("SearchDomain", attribute("Search", "DomainName")),
            (
                "SearchLowStorageMib",
                (self.spec.search.volume_gib * 1024 / 4).to_string(),
            ),
            ("MailTopicArn", attribute("Notifications", "TopicArn")),
            ("NotifierFunction", self.of_notifier("FunctionName")),
            ("DeadLetterQueue", self.of_notifier("DeadLetterQueueName")),
            ("PagerDuty", flag(monitoring.pagerduty)),
            ("Datadog", flag(monitoring.datadog)),
            ("DatadogSite", self.datadog_site()),
            ("MonthlyBudgetUsd", budget.monthly_usd.to_string()),
            ("BudgetName", quoted(&self.budget_name())),
            ("BudgetAlertPercent", budget.alert_percent.to_string()),
            (
                "BudgetEmail",
                quoted(&self.spec.notifications.project_manager_email),
            ),
            ("LogRetentionDays", self.log_days()),
        ];
        self.stack(
            "Monitoring",
            "monitoring.yaml",
            "monitoring",
            &[],
            &parameters,
        );
    }

    /// `array-staging-1f0c2a9b`, told apart by everything for which AWS makes a new budget: a second one
    /// of its name is refused while the old one is still there.
    fn budget_name(&self) -> String {
        let told = format!(
            "{}#{}",
            self.spec.budget.alert_percent, self.spec.notifications.project_manager_email
        );
        format!("array-{}-{}", self.spec.name, &hash(&told)[..8])
    }

    /// Where alarms outside of the monitoring stack go; empty for none.
    pub(super) fn alarm_topic(&self) -> String {
        if self.spec.monitoring.alarms {
            attribute("Notifications", "AlarmTopicArn")
        } else {
            quoted("")
        }
    }

    /// A site that is not used may be any text, but the template must find an account for it.
    pub(super) fn datadog_site(&self) -> String {
        let monitoring = &self.spec.monitoring;
        quoted(if monitoring.datadog {
            &monitoring.datadog_site
        } else {
            DATADOG_SITES[0]
        })
    }

    /// Conditions compare what is known before the launch, so "no Slack" is said outright.
    fn of_notifier(&self, output: &str) -> String {
        if self.spec.notifications.slack {
            attribute("Notifications", output)
        } else {
            quoted("")
        }
    }
}
