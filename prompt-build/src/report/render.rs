use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use prompt_core::hidden::{escape_line, escape_lines};

use super::{Finding, Severity};
use crate::source::{Located, Source};

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
        group = group.element(snippet(source, located, AnnotationKind::Primary, None));
    }
    let related = related.filter(|(location, ..)| location.source.is_shown);
    if let Some((location, located, label)) = &related {
        let snippet = snippet(
            &location.source,
            located,
            AnnotationKind::Context,
            Some(label),
        );
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

/// The line of a location. A long line is cut on both sides. What is masked in the message is masked
/// here as well.
fn snippet<'a>(
    source: &Source,
    located: &Located<'a>,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, Annotation<'a>> {
    let line = located.excerpt;
    let start = char_boundary(line, located.span.start.saturating_sub(CONTEXT));
    let end = char_boundary(line, located.span.start.saturating_add(CONTEXT));
    let marked_end = located.span.end.min(end);
    let shown = source.without_secret_parts(&line[start..end]);
    let (before, rest) = shown.split_at(located.span.start - start);
    let (marked, after) = rest.split_at(marked_end - located.span.start);
    let [before, marked, after] = [before, marked, after].map(escape_lines);
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

#[cfg(test)]
mod tests {
    use super::{Style, render_as};
    use crate::report::{Code, Finding};
    use crate::source::{Location, Mark, Source};

    /// The message masks a part of a key that stands elsewhere in the file. So do the lines.
    #[test]
    fn a_copy_of_a_part_of_a_key_is_masked_in_the_line() {
        let key = "key: sk-ant-api03-R2D2c3poBB8abcdefgh_234\n";
        let source = Source::new("a.yaml", format!("{key}é R2D2c3poBB8: `abcdefgh`\n"));
        let place = |text: &str| {
            let at = source.text.rfind(text).unwrap();
            Location::new(&source, Mark::at(at, at + text.len()))
        };
        let message = "unexpected `R2D2c3poBB8`";
        let finding = Finding::error(Code::UnknownKey, place("R2D2c3poBB8"), message)
            .related(place("abcdefgh"), "first given here");
        let rendered = render_as(&finding, Style::Plain);
        assert!(
            !rendered.contains("R2D2c3") && !rendered.contains("abcdef"),
            "{rendered}"
        );
        assert!(rendered.contains("é ***********: `********`"), "{rendered}");
    }
}
