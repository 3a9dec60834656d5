//! AWS over the wire: the only code that says aws-sdk.
