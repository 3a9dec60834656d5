//! Use cases on the practice account: the real engine, cloud and store, without window and network.
//! Only the clock is a test's own, so that hours pass in no time.
#![allow(clippy::unwrap_used)]

mod blade; // kills the engine at a chosen call
mod bucket; // an export in S3, counted
mod gate; // AWS as accounts see it
mod world; // clock, store, and who hears of progress

mod accounts; // ways into AWS: added, signed in to, rotated, gone
mod checks; // what an account is asked before a launch
mod clock; // sleeping for hours, clocks that are set back
mod costs_beside; // costs that another process changes
mod costs_in; // imports and syncs of costs: whole, resumed, restated, capped
mod costs_out; // reports of costs: equal to the line items, and to each other
mod costs_sync; // what a sync from a bucket asks for and costs
mod delete; // deleting, and what stands in its way
mod disk; // full, read-only and spoiled stores
mod failure; // every failure script, its root cause and its rollback
mod figures; // what a watch takes in time, calls and memory
mod killed; // killed at any moment, nothing is lost or repeated
mod kills; // a thousand kills at random moments, many in one life story
mod launch; // launches that succeed
mod needs_you; // what only a person can do
mod order; // the order in which CloudFormation reports
mod pace; // how often a cloud is asked, and how soon an event is shown
mod released; // stores that an earlier version wrote
mod secrets; // what the log never tells
mod teardown; // the last steps of a deletion
mod together; // two processes on one job
mod update; // changing what runs, failed, cancelled and stuck ones too
