//! Random tokens, compared in constant time.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A secret that somebody has to show.
#[derive(Clone)]
pub(crate) struct Secret {
    text: String,
}

impl Secret {
    /// 256 random bits.
    pub(crate) fn random() -> Option<Secret> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Secret { text: hex(&bytes) })
    }

    /// The secret itself, to be shown to whom it is for.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether what is shown is the secret. Takes as long whatever differs.
    pub(crate) fn is(&self, shown: &str) -> bool {
        Sha256::digest(&self.text).as_slice().ct_eq(Sha256::digest(shown).as_slice()).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_knows_itself_alone() {
        let secret = Secret::random().unwrap();
        assert!(secret.is(secret.text()));
        assert!(!secret.is(&secret.text()[1..]));
        assert!(!secret.is(""));
        assert_ne!(secret.text(), Secret::random().unwrap().text());
        assert!(!format!("{secret:?}").contains(secret.text()));
    }
}
