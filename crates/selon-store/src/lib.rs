//! selon's archive: one SQLite file that keeps captures, readings and claims.
