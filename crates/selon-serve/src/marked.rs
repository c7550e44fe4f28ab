//! A text with marks laid over it, which may overlap.

use std::ops::Range;

use maud::{Markup, PreEscaped, Render as _, html};

/// Something that is marked in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Bytes of the text.
    pub(crate) at: Range<usize>,
    /// What it is: a name for the style sheet.
    pub(crate) class: &'static str,
    /// What is said of it, for people.
    pub(crate) title: String,
    /// Where it leads.
    pub(crate) to: Option<String>,
}

/// Of things that are put in order by where they stand, those inside a stretch.
pub(crate) fn within<T>(ordered: &[(usize, T)], stretch: Range<usize>) -> &[(usize, T)] {
    let place = |at: usize| ordered.partition_point(|(stands, _)| *stands < at);
    ordered.get(place(stretch.start)..place(stretch.end)).unwrap_or_default()
}

/// All that is marked in a text, so that what lies over a stretch of it is found without a look at the rest.
#[derive(Debug)]
pub(crate) struct Layers {
    /// By where they begin.
    layers: Vec<Layer>,
    /// For each layer, how far it and those before it reach.
    reach: Vec<usize>,
}

impl Layers {
    /// Puts layers in order; those that begin together stay as they were given.
    pub(crate) fn new(mut layers: Vec<Layer>) -> Layers {
        layers.sort_by_key(|layer| layer.at.start);
        let mut farthest = 0;
        let reach = layers.iter().map(|layer| {
            farthest = farthest.max(layer.at.end);
            farthest
        });
        Layers { reach: reach.collect(), layers }
    }

    /// The layers that may lie over a stretch.
    fn over(&self, stretch: &Range<usize>) -> &[Layer] {
        let first = self.reach.partition_point(|&reach| reach <= stretch.start);
        let last = self.layers.partition_point(|layer| layer.at.start < stretch.end);
        self.layers.get(first..last).unwrap_or_default()
    }
}

/// A stretch of a text with what lies over it. Layers reach no further than the stretch; those over the same words are one element
/// with several names.
pub(crate) fn marked(text: &str, stretch: Range<usize>, layers: &Layers) -> Markup {
    let layers = layers.over(&stretch);
    let mut edges: Vec<usize> = vec![stretch.start, stretch.end];
    for layer in layers {
        let ends = [layer.at.start, layer.at.end].map(|at| text.floor_char_boundary(at));
        edges.extend(ends.into_iter().filter(|at| stretch.contains(at)));
    }
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    let mut next = layers.iter().peekable();
    let mut open: Vec<&Layer> = Vec::new();
    for pair in edges.windows(2) {
        while let Some(layer) = next.next_if(|layer| layer.at.start <= pair[0]) {
            open.push(layer);
        }
        open.retain(|layer| layer.at.end > pair[0]);
        let Some(words) = text.get(pair[0]..pair[1]) else { continue };
        let over: Vec<&Layer> = open.iter().copied().filter(|layer| layer.at.end >= pair[1]).collect();
        out.push_str(&element(words, &over).into_string());
    }
    PreEscaped(out)
}

fn element(words: &str, over: &[&Layer]) -> Markup {
    if over.is_empty() {
        return words.render();
    }
    let classes = over.iter().map(|l| l.class).collect::<Vec<_>>().join(" ");
    let titles: Vec<&str> = over.iter().map(|l| l.title.as_str()).filter(|title| !title.is_empty()).collect();
    let title = Some(titles.join(" · ")).filter(|title| !title.is_empty());
    html! {
        @if let Some(to) = over.iter().find_map(|l| l.to.as_deref()) {
            a class=(classes) title=[title] href=(to) { (words) }
        } @else {
            span class=(classes) title=[title] { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(at: Range<usize>, class: &'static str) -> Layer {
        Layer { at, class, title: String::new(), to: None }
    }

    #[test]
    fn layers_may_cross_and_the_words_stay() {
        let text = "un <b> deux";
        let page = marked(text, 0..text.len(), &Layers::new(vec![layer(0..5, "x"), layer(3..11, "y")])).into_string();
        assert_eq!(
            page,
            "<span class=\"x\">un </span><span class=\"x y\">&lt;b</span><span class=\"y\">&gt; deux</span>"
        );
    }

    #[test]
    fn a_layer_that_cuts_a_letter_loses_none() {
        assert_eq!(marked("é!", 0..3, &Layers::new(vec![layer(1..3, "x")])).into_string(), "é!");
    }

    #[test]
    fn what_lies_over_a_stretch_is_found_behind_what_does_not_reach_it() {
        let layers =
            Layers::new(vec![layer(0..9, "long"), layer(1..2, "short"), layer(5..6, "here"), layer(7..8, "behind")]);
        assert_eq!(
            marked("abcdefghi", 4..7, &layers).into_string(),
            "<span class=\"long\">e</span><span class=\"long here\">f</span><span class=\"long\">g</span>"
        );
    }
}
