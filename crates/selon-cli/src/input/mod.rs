//! Pages and documents from files.

pub(crate) mod address;
pub(crate) mod container;
pub(crate) mod documents;
pub(crate) mod name;
pub(crate) mod only;
pub(crate) mod page;
pub(crate) mod walk;

/// An input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// Its name, as it is shown.
    pub(crate) input: String,
    /// Why, in a few words.
    pub(crate) reason: String,
}

impl Failed {
    pub(crate) fn new(input: impl Into<String>, reason: impl Into<String>) -> Failed {
        Failed { input: input.into(), reason: reason.into() }
    }
}

/// An error of the system, in a few plain words where it is a common one.
pub(crate) fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "no right to read it".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
