//! Use cases over AWS's wire: the real engine, adapters and SDK against an emulator on this machine.
#![allow(clippy::unwrap_used)]

mod emulator; // starts the emulator and asks it for failures
mod faults; // a proxy before it that breaks answers
mod http; // the little HTTP that asking needs
mod world; // an engine with an account in the emulator

mod allowed; // what is asked for is what the policy allows
mod cards; // what people saw fail, told again: the card of each
mod checks; // what an account is asked before a launch
mod costs; // an export in S3: listed, downloaded, killed, gone on with
mod handshake; // a confirmed connection to GitHub is noticed
mod killed; // killed again and again, nothing is lost or done twice
mod largest; // everything that a file can ask for, its whole life
mod launch; // the whole blueprint launches, fails and is deleted
mod matrix; // every fault at every call of a launch, an update and a deletion
mod rotation; // access keys are replaced, whatever happens on the way
mod teardown; // what the cluster has made, what is left behind, what is still there
mod update; // change sets of what stands: shown, carried out, failing, stuck, cancelled
