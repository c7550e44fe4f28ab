//! Looking up a text and all its beginnings in one walk.

use fst::Map;
use fst::raw::{Node, Output};

/// Where the bytes read so far lead to in a table.
pub(super) struct Walk<'m, D> {
    table: &'m Map<D>,
    /// `None` where no key goes on like that.
    node: Option<Node<'m>>,
    output: Output,
}

impl<'m, D: AsRef<[u8]>> Walk<'m, D> {
    pub(super) fn new(table: &'m Map<D>) -> Self {
        Walk { table, node: Some(table.as_fst().root()), output: Output::zero() }
    }

    pub(super) fn step(&mut self, byte: u8) {
        self.node = self.node.and_then(|node| {
            let step = node.transition(node.find_input(byte)?);
            self.output = self.output.cat(step.out);
            Some(self.table.as_fst().node(step.addr))
        });
    }

    /// Whether no key begins with what was read.
    pub(super) fn is_over(&self) -> bool {
        self.node.is_none()
    }

    /// The value of what was read, if it is a key.
    pub(super) fn value(&self) -> Option<u64> {
        let node = self.node.filter(Node::is_final)?;
        Some(self.output.cat(node.final_output()).value())
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    #[test]
    fn a_walk_finds_what_a_look_up_finds() {
        let table = fst::Map::from_iter([("new", 3), ("new york", 8), ("newcastle", 1)]).unwrap();
        let mut walk = Walk::new(&table);
        let text = "new york city";
        for (at, byte) in text.bytes().enumerate() {
            walk.step(byte);
            assert_eq!(walk.value(), table.get(&text[..=at]), "{}", &text[..=at]);
        }
        assert!(walk.is_over());
    }
}
