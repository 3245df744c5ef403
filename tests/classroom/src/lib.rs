//! The teacher's tool: grades a class.

pub mod outcome;
pub mod results;
