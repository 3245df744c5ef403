//! Mutants that behave like the solution, each with the reason. The grader must pass them.

/// By the mutant's name.
pub const SAME: &[(&str, &str)] = &[];
