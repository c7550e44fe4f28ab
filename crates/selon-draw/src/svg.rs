//! Writing SVG: elements with classes, escaped text, finite numbers.

use std::fmt::Write as _;

use crate::measure;

/// The elements of a picture, as they are written.
#[derive(Debug, Default)]
pub(crate) struct Svg {
    out: String,
    links: usize,
}

/// Where a text stands beside its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It begins there, seen from the left.
    Left,
    /// Its middle is there.
    Middle,
    /// It ends there, seen from the left.
    Right,
}

impl Svg {
    /// A rectangle.
    pub(crate) fn rect(&mut self, class: &str, x: f64, y: f64, w: f64, h: f64, radius: f64) {
        let (x, y, w, h) = (number(x), number(y), number(w.max(0.0)), number(h.max(0.0)));
        let _ = write!(self.out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
        if radius > 0.0 {
            let _ = write!(self.out, " rx=\"{}\"", number(radius));
        }
        self.out += "/>";
    }

    /// A circle.
    pub(crate) fn circle(&mut self, class: &str, x: f64, y: f64, r: f64) {
        let (x, y, r) = (number(x), number(y), number(r.max(0.0)));
        let _ = write!(self.out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let mut path = Path::default();
        path.to(from).to(to);
        self.path(class, &path);
    }

    /// A path.
    pub(crate) fn path(&mut self, class: &str, path: &Path) {
        if !path.0.is_empty() {
            let _ = write!(self.out, "<path class=\"{class}\" d=\"{}\"/>", path.0);
        }
    }

    /// A text in its own direction: what stands at the left of its point does so in any script.
    pub(crate) fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        let rtl = measure::is_rtl(text);
        let _ = write!(self.out, "<text class=\"{class}\" x=\"{}\" y=\"{}\"", number(x), number(y));
        // "start" is where reading starts: the right end of Arabic.
        match (anchor, rtl) {
            (Anchor::Left, false) | (Anchor::Right, true) => {}
            (Anchor::Middle, _) => self.out += " text-anchor=\"middle\"",
            (Anchor::Right, false) | (Anchor::Left, true) => self.out += " text-anchor=\"end\"",
        }
        if rtl {
            self.out += " direction=\"rtl\"";
        }
        self.out.push('>');
        escape(&mut self.out, text);
        self.out += "</text>";
    }

    /// Diagonal lines over a rectangle. Lines of their own rather than a pattern: a pattern needs an id, which two pictures on
    /// one page would share.
    pub(crate) fn hatch(&mut self, class: &str, x: f64, y: f64, w: f64, h: f64) {
        const STEP: f64 = 6.0;
        let mut path = Path::default();
        let mut offset = STEP;
        while offset < w + h && w < 4000.0 && h < 4000.0 {
            // The line x - y = constant, from the left or top side to the bottom or right one.
            let from = if offset < h { (x, y + h - offset) } else { (x + offset - h, y) };
            let to = if offset < w { (x + offset, y + h) } else { (x + w, y + h - (offset - w)) };
            path.jump(from).to(to);
            offset += STEP;
        }
        self.path(class, &path);
    }

    /// A group with the title that a pointer resting on it shows.
    pub(crate) fn group(&mut self, class: &str, title: &str, draw: impl FnOnce(&mut Svg)) {
        let _ = write!(self.out, "<g class=\"{class}\">");
        if !title.is_empty() {
            self.out += "<title>";
            escape(&mut self.out, &measure::fit(title, 1.0, 600.0));
            self.out += "</title>";
        }
        draw(self);
        self.out += "</g>";
    }

    /// What `draw` draws, as a link where there is an address of this site.
    pub(crate) fn link(&mut self, href: Option<&str>, draw: impl FnOnce(&mut Svg)) {
        let Some(href) = href.filter(|h| is_local(h)) else {
            return draw(self);
        };
        self.links += 1;
        self.out += "<a href=\"";
        escape(&mut self.out, href);
        self.out += "\">";
        draw(self);
        self.out += "</a>";
    }

    /// A window: what `draw` draws outside of it is not seen.
    pub(crate) fn window(&mut self, x: f64, y: f64, w: f64, h: f64, draw: impl FnOnce(&mut Svg)) {
        let (x, y, w, h) = (number(x), number(y), number(w), number(h));
        let _ = write!(self.out, "<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\">");
        draw(self);
        self.out += "</svg>";
    }

    pub(crate) fn has_links(&self) -> bool {
        self.links > 0
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }
}

/// The data of a path.
#[derive(Debug, Default)]
pub(crate) struct Path(String);

impl Path {
    /// A line to a point; where nothing is drawn yet, the start.
    pub(crate) fn to(&mut self, (x, y): (f64, f64)) -> &mut Path {
        self.0.push(if self.0.is_empty() { 'M' } else { 'L' });
        self.point(x, y);
        self
    }

    /// A new start.
    pub(crate) fn jump(&mut self, (x, y): (f64, f64)) -> &mut Path {
        self.0.push('M');
        self.point(x, y);
        self
    }

    /// A curve that leaves and arrives level.
    pub(crate) fn curve(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> &mut Path {
        if (y0 - y1).abs() < 0.1 {
            return self.to((x1, y1));
        }
        let bend = (x1 - x0) / 2.0;
        self.0.push('C');
        self.point(x0 + bend, y0);
        self.0.push(' ');
        self.point(x1 - bend, y1);
        self.0.push(' ');
        self.point(x1, y1);
        self
    }

    /// Back to the start.
    pub(crate) fn close(&mut self) -> &mut Path {
        self.0.push('Z');
        self
    }

    fn point(&mut self, x: f64, y: f64) {
        self.0 += &number(x);
        self.0.push(' ');
        self.0 += &number(y);
    }
}

/// A number as SVG reads it: finite, with one decimal at most.
pub(crate) fn number(x: f64) -> String {
    let tenths = if x.is_finite() { (x.clamp(-1e6, 1e6) * 10.0).round() as i64 } else { 0 };
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// Appends a text so that it is nothing but text, in an element or in an attribute. What XML cannot hold is left out, and so is
/// what would turn the direction of the text around it.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars().filter(|&c| measure::is_shown(c)) {
        match c {
            '&' => *out += "&amp;",
            '<' => *out += "&lt;",
            '>' => *out += "&gt;",
            '"' => *out += "&quot;",
            '\'' => *out += "&#39;",
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
}

/// Whether an address stays on this site: a path, a query or a fragment.
pub(crate) fn is_local(href: &str) -> bool {
    let path = href.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']));
    (path || href.starts_with(['#', '?'])) && href.chars().all(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        for (x, want) in
            [(1.0, "1"), (-0.04, "0"), (-0.26, "-0.3"), (2.55, "2.6"), (f64::NAN, "0"), (f64::INFINITY, "0")]
        {
            assert_eq!(number(x), want, "{x}");
        }
    }

    #[test]
    fn addresses_of_other_sites_are_no_links() {
        for href in ["/claim/3", "#s2", "?page=2", "/"] {
            assert!(is_local(href), "{href}");
        }
        for href in
            ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://a.example", "", "claim", "/\n/evil"]
        {
            assert!(!is_local(href), "{href}");
        }
    }

    #[test]
    fn text_cannot_become_an_element() {
        let mut svg = Svg::default();
        svg.text("t", 0.0, 0.0, Anchor::Left, "</text><script>alert('1')</script>\u{0}\u{202e}");
        assert_eq!(
            svg.finish(),
            "<text class=\"t\" x=\"0\" y=\"0\">&lt;/text&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</text>"
        );
    }

    #[test]
    fn arabic_is_anchored_at_the_end_that_is_seen() {
        let mut svg = Svg::default();
        svg.text("t", 0.0, 0.0, Anchor::Left, "وكالة الأنباء");
        assert!(svg.finish().contains("text-anchor=\"end\" direction=\"rtl\""));
    }
}
