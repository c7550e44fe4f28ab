//! Names of files as they are shown.

use std::fmt::Write as _;
use std::path::Path;

/// The name of a file: as it is where it is UTF-8, bytes that are not as `\xE9`. One file, one name: nothing is replaced
/// by a mark that could stand for another byte.
pub(crate) fn shown(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02X}");
        }
    }
    name
}
