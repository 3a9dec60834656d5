mod client_tokens;
mod drafts;
mod environments;
mod job_events;
mod job_leases;
mod jobs;
mod practice_records;
mod settings;
