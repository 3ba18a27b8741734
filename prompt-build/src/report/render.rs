use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use prompt_core::hidden::{escape_line, escape_lines};

use super::{Finding, Severity};
use crate::source::Located;

/// The most bytes of a line that are shown on either side of a location.
const CONTEXT: usize = 200;

/// The style of a rendered finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    /// With the escape sequences of a terminal in the excerpt.
    Coloured,
}

/// Renders a finding as text: `path:line:column: [code] sentence`, the source line with a caret,
/// the ways out. Hidden characters are shown by their code points.
pub fn render(finding: &Finding) -> String {
    render_as(finding, Style::Plain)
}

/// Renders a finding in a style.
pub fn render_as(finding: &Finding, style: Style) -> String {
    let located = finding.location.locate();
    let path = finding.location.source.shown_path();
    let title = format!(
        "{path}:{}:{}: [{}] {}",
        located.line,
        located.column,
        finding.code.as_str(),
        finding.message
    );
    let title = escape_line(&title);
    let excerpt = render_excerpt(finding, &located, style);
    if excerpt.is_empty() {
        title.into_owned()
    } else {
        format!("{title}\n{excerpt}")
    }
}

fn render_excerpt(finding: &Finding, located: &Located<'_>, style: Style) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let related = finding
        .related
        .as_ref()
        .map(|(location, label)| (location, location.locate(), *label));
    let mut group = Group::with_level(level);
    let source = &finding.location.source;
    if source.is_shown && !source.text.is_empty() {
        group = group.element(snippet(located, AnnotationKind::Primary, None));
    }
    let related = related.filter(|(location, ..)| location.source.is_shown);
    if let Some((location, located, label)) = &related {
        let snippet = snippet(located, AnnotationKind::Context, Some(label));
        group =
            group.element(snippet.path(escape_line(&location.source.shown_path()).into_owned()));
    }
    let help = finding
        .help
        .iter()
        .map(|help| Level::HELP.message(escape_lines(help)));
    group = group.elements(help);
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    if group.is_empty() {
        String::new()
    } else {
        renderer.render(&[group])
    }
}

/// The line of a location. A long line is cut on both sides.
fn snippet<'a>(
    located: &Located<'a>,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, Annotation<'a>> {
    let line = located.excerpt;
    let start = char_boundary(line, located.span.start.saturating_sub(CONTEXT));
    let end = char_boundary(line, located.span.start.saturating_add(CONTEXT));
    let marked_end = located.span.end.min(end);
    let before = escape_lines(&line[start..located.span.start]);
    let marked = escape_lines(&line[located.span.start..marked_end]);
    let after = escape_lines(&line[marked_end..end]);
    let span = before.len()..before.len() + marked.len();
    Snippet::source(format!("{before}{marked}{after}"))
        .line_start(located.line)
        .annotation(kind.span(span).label(label))
}

/// The first offset, from the given one on, at which the text can be cut.
fn char_boundary(text: &str, offset: usize) -> usize {
    (offset..text.len())
        .find(|offset| text.is_char_boundary(*offset))
        .unwrap_or(text.len())
}
