//! Shapes that exist only for the web view.

pub mod accounts;
pub mod audit;
pub mod catalogue;
pub mod info;
pub mod integrations;
pub mod parsed;
pub mod scripts;
