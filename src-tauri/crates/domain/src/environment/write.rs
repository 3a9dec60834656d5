//! Writing an environment file: the same file always has the same text.

use std::fmt::Write as _;

use super::EnvironmentFile;

impl EnvironmentFile {
    /// The file's TOML text, with comments where a choice is not plain.
    pub fn to_toml(&self) -> String {
        let mut out = String::from(
            "# Environment of Array Crew. Written by Array Console; edit it by hand if you like.\n\
             # No secret belongs in here.\n",
        );
        let mut w = Writer { out: &mut out };
        w.number("version", self.version);
        w.text("name", &self.name);
        w.text("kind", self.kind.as_str());
        w.text("region", &self.region);
        w.text("owner", &self.owner);
        // An empty list of tables has no header of its own, and would come back as the preset's.
        if self.node_groups.is_empty() {
            w.texts("node_groups", &[]);
        }
        if self.repositories.is_empty() {
            w.texts("repositories", &[]);
        }

        w.table("tags", "Cost allocation tags besides our own.");
        for (key, value) in &self.tags {
            w.text(&quoted_key(key), value);
        }

        w.table("network", "");
        w.text("cidr", &self.network.cidr);
        w.texts("zones", &self.network.zones);
        w.comment("single: one NAT gateway; per-zone: survives the loss of a zone.");
        w.text("nat", self.network.nat.as_str());
        w.flag("private_gateway", self.network.private_gateway);
        w.flag("route_propagation", self.network.route_propagation);
        w.number(
            "flow_log_retention_days",
            self.network.flow_log_retention_days,
        );

        w.table("cluster", "");
        w.text("version", &self.cluster.version);
        w.comment("private, public-and-private, public");
        w.text("endpoint_access", self.cluster.endpoint_access.as_str());
        w.texts("public_access_cidrs", &self.cluster.public_access_cidrs);
        w.texts("admins", &self.cluster.admins);
        w.flag("deletion_protection", self.cluster.deletion_protection);

        for group in &self.node_groups {
            w.entry("node_groups");
            w.text("name", &group.name);
            w.text("mode", group.mode.as_str());
            w.text("architecture", group.architecture.as_str());
            w.texts("instance_types", &group.instance_types);
            w.text("capacity_type", group.capacity_type.as_str());
            w.number("min_size", group.min_size);
            w.number("desired_size", group.desired_size);
            w.number("max_size", group.max_size);
            w.number("disk_gib", group.disk_gib);
        }

        w.table("search", "");
        w.text("engine_version", &self.search.engine_version);
        w.text("instance_type", &self.search.instance_type);
        w.number("instance_count", self.search.instance_count);
        w.flag("zone_awareness", self.search.zone_awareness);
        w.number("volume_gib", self.search.volume_gib);

        for repository in &self.repositories {
            w.entry("repositories");
            w.text("repository", &repository.repository);
            w.texts("branches", &repository.branches);
            w.text("dockerfile", &repository.dockerfile);
            w.text("deploy", repository.deploy.as_str());
            w.text("deploy_path", &repository.deploy_path);
            w.text("namespace", &repository.namespace);
            w.flag("approval", repository.approval);
        }

        w.table(
            "notifications",
            "Slack's webhook is a secret and never stands here: it goes into Secrets Manager.",
        );
        w.flag("slack", self.notifications.slack);
        w.text("slack_channel", &self.notifications.slack_channel);
        w.text(
            "project_manager_email",
            &self.notifications.project_manager_email,
        );

        w.table("monitoring", "");
        w.flag("alarms", self.monitoring.alarms);
        w.flag("pagerduty", self.monitoring.pagerduty);
        w.flag("datadog", self.monitoring.datadog);
        w.text("datadog_site", &self.monitoring.datadog_site);
        w.number("log_retention_days", self.monitoring.log_retention_days);

        w.table("budget", "US dollars a month; 0 for none.");
        w.number("monthly_usd", self.budget.monthly_usd);
        w.number("alert_percent", self.budget.alert_percent);

        out
    }
}

struct Writer<'a> {
    out: &'a mut String,
}

impl Writer<'_> {
    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{text}");
    }

    fn comment(&mut self, words: &str) {
        self.line(format_args!("# {words}"));
    }

    fn table(&mut self, name: &str, words: &str) {
        self.line(format_args!(""));
        if !words.is_empty() {
            self.comment(words);
        }
        self.line(format_args!("[{name}]"));
    }

    fn entry(&mut self, name: &str) {
        self.line(format_args!("\n[[{name}]]"));
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(format_args!("{key} = {}", toml_edit::Value::from(value)));
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        let list: Vec<String> = values
            .iter()
            .map(|value| toml_edit::Value::from(value.as_str()).to_string())
            .collect();
        self.line(format_args!("{key} = [{}]", list.join(", ")));
    }

    fn number(&mut self, key: &str, value: u32) {
        self.line(format_args!("{key} = {value}"));
    }

    fn flag(&mut self, key: &str, value: bool) {
        self.line(format_args!("{key} = {value}"));
    }
}

fn quoted_key(key: &str) -> String {
    let bare = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if bare {
        key.to_owned()
    } else {
        toml_edit::Key::new(key).to_string()
    }
}
