//! Cost exports on disk: FOCUS and CUR, as CSV, CSV.gz, zip and Parquet, rolled up into ledgers while
//! they are read.
