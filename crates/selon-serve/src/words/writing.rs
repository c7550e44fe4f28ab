//! The words of forms, and of what becomes of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Counted;

/// Words of forms.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Writing {
    pub(crate) decide: String,
    pub(crate) decide_hint: String,
    pub(crate) same: String,
    pub(crate) same_with: String,
    pub(crate) same_hint: String,
    pub(crate) same_do: String,
    pub(crate) apart: String,
    pub(crate) apart_one: String,
    pub(crate) apart_other: String,
    pub(crate) apart_do: String,
    pub(crate) correct: String,
    pub(crate) correct_page: String,
    pub(crate) correct_field: String,
    pub(crate) correct_value: String,
    pub(crate) correct_hint: String,
    pub(crate) correct_do: String,
    pub(crate) passage_correct: String,
    pub(crate) passage_of: String,
    pub(crate) passage_hint: String,
    pub(crate) says_so: String,
    pub(crate) by: String,
    pub(crate) by_nobody: String,
    pub(crate) undo: String,
    pub(crate) undone: String,
    pub(crate) lost: String,
    pub(crate) only_lost: String,
    pub(crate) all_decisions: String,
    pub(crate) no_decisions: String,
    pub(crate) stale: String,
    pub(crate) too_many: String,
    pub(crate) not_yet: String,
    pub(crate) no_evidence: String,
    pub(crate) no_pair: String,
    pub(crate) no_value: String,
    pub(crate) progress: String,
    pub(crate) follow: String,
    pub(crate) hold: String,
    pub(crate) at_rest: String,
    pub(crate) kept: String,
    pub(crate) last: String,
    pub(crate) comparing: String,
    pub(crate) locked: String,
    pub(crate) stopped: String,
    pub(crate) imports: String,
    pub(crate) container: String,
    pub(crate) position: String,
    pub(crate) state: String,
    pub(crate) complete: String,
    pub(crate) begun: String,
    pub(crate) files: String,
    pub(crate) files_hint: String,
    pub(crate) busy: String,
    pub(crate) no_files: String,
    pub(crate) large: String,
    pub(crate) broken: String,
    pub(crate) handed_in: String,
    pub(crate) unread: String,
    pub(crate) and_more: String,
    pub(crate) plain: String,
    pub(crate) whats: BTreeMap<String, String>,
    pub(crate) n_wait: Counted,
    pub(crate) n_came: Counted,
    pub(crate) n_dispatches: Counted,
    pub(crate) n_changes: Counted,
    pub(crate) n_records: Counted,
    pub(crate) n_kept: Counted,
    pub(crate) n_failed: Counted,
}

impl Writing {
    /// What a decision says.
    pub(crate) fn what<'a>(&'a self, what: &'a str) -> &'a str {
        self.whats.get(what).map_or(what, String::as_str)
    }
}
