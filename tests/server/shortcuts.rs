//! shortcuts
