//! Shapes that exist only for the web view.

pub mod accounts;
pub mod catalogue;
pub mod info;
pub mod parsed;
pub mod scripts;
