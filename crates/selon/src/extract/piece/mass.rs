//! Where the prose of a page stands.

use html5ever::local_name;

use super::flow::{Flow, flow};
use crate::extract::hints::{self, Hints};
use crate::extract::tree::{Data, Id, NONE, Tree};

/// How much running text stands below each node.
pub(super) struct Mass {
    /// Bytes of longer stretches of text outside of links.
    prose: Vec<u32>,
    /// Whether a main heading stands there.
    headed: Vec<bool>,
    whole: u64,
}

/// Shorter stretches of text are labels and menus.
const STRETCH: usize = 40;

impl Mass {
    pub(super) fn of(tree: &Tree, top: Id) -> Mass {
        let mut prose = vec![0u32; tree.nodes.len()];
        let mut headed = vec![false; tree.nodes.len()];
        let order: Vec<Id> = tree.below(top).collect();
        for &id in order.iter().rev() {
            match &tree.node(id).data {
                Data::Text(..) => {
                    let length = tree.words(id).trim().len();
                    prose[id as usize] = if length >= STRETCH { length as u32 } else { 0 };
                }
                Data::Element(e) if e.name == local_name!("a") || flow(&e.name) == Flow::Skip => prose[id as usize] = 0,
                Data::Element(e) if e.name == local_name!("h1") => headed[id as usize] = true,
                _ => {}
            }
            let parent = tree.node(id).parent;
            if id != top && parent != NONE {
                prose[parent as usize] += prose[id as usize];
                headed[parent as usize] |= headed[id as usize];
            }
        }
        let whole = u64::from(prose[top as usize]).max(1);
        Mass { prose, headed, whole }
    }

    /// What holds the headline, or a good part of the page's prose, is no side matter, whatever its class says.
    pub(super) fn overrules(&self, id: Id, own: Hints, trust: bool) -> bool {
        let prose = u64::from(self.prose[id as usize]);
        let percent = if !trust {
            10
        } else if self.headed[id as usize] {
            12
        } else if own & (hints::COMMENTS | hints::RELATED) != 0 {
            60
        } else {
            40
        };
        prose * 100 > self.whole * percent
    }
}
