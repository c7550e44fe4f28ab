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

/// A stretch of a text with what lies over it. Layers reach no further than the text; those over the same words are one element
/// with several names.
pub(crate) fn marked(text: &str, stretch: Range<usize>, layers: &[Layer]) -> Markup {
    let mut edges: Vec<usize> = vec![stretch.start, stretch.end];
    let inside: Vec<&Layer> = layers.iter().filter(|l| l.at.start < stretch.end && l.at.end > stretch.start).collect();
    for layer in &inside {
        let ends = [layer.at.start, layer.at.end].map(|at| text.floor_char_boundary(at));
        edges.extend(ends.into_iter().filter(|at| stretch.contains(at)));
    }
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for pair in edges.windows(2) {
        let Some(words) = text.get(pair[0]..pair[1]) else { continue };
        let over: Vec<&&Layer> = inside.iter().filter(|l| l.at.start <= pair[0] && l.at.end >= pair[1]).collect();
        out.push_str(&element(words, &over).into_string());
    }
    PreEscaped(out)
}

fn element(words: &str, over: &[&&Layer]) -> Markup {
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
        let page = marked(text, 0..text.len(), &[layer(0..5, "x"), layer(3..11, "y")]).into_string();
        assert_eq!(
            page,
            "<span class=\"x\">un </span><span class=\"x y\">&lt;b</span><span class=\"y\">&gt; deux</span>"
        );
    }

    #[test]
    fn a_layer_that_cuts_a_letter_loses_none() {
        assert_eq!(marked("é!", 0..3, &[layer(1..3, "x")]).into_string(), "é!");
    }
}
