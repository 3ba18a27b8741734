//! Results as XML in the form of `JUnit`, which CI services show.

use std::io::{self, Write};

use prompt_core::hidden::escape_line;
use prompt_core::secret::masked;

use crate::rules::case_result::CaseResult;
use crate::rules::case_results::CaseResults;

/// The results of a run.
pub struct Suite<'a> {
    pub name: String,
    /// The name of the class that all cases are shown under.
    pub class: String,
    /// Facts about the run, by name.
    pub properties: Vec<(&'static str, String)>,
    pub cases: &'a CaseResults,
    /// The name of the case at a position.
    pub name_of: Box<dyn Fn(usize) -> String + 'a>,
}

/// Writes the results of runs as one XML document.
pub fn junit(mut xml: impl Write, suites: &[Suite<'_>]) -> io::Result<()> {
    writeln!(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(xml, "<testsuites>")?;
    for suite in suites {
        write_suite(&mut xml, suite)?;
    }
    writeln!(xml, "</testsuites>")?;
    xml.flush()
}

fn write_suite(xml: &mut impl Write, suite: &Suite<'_>) -> io::Result<()> {
    let (cases, failures) = (suite.cases, suite.cases.failed().count());
    let time = cases
        .iter()
        .fold(0, |sum: u64, case| sum.saturating_add(case.latency_ms));
    writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" time=\"{}\">",
        escaped(&suite.name),
        cases.len(),
        seconds(time)
    )?;
    write_properties(xml, &suite.properties)?;
    for (position, case) in cases.iter().enumerate() {
        write_case(xml, (&suite.class, &(suite.name_of)(position)), &case)?;
    }
    writeln!(xml, "  </testsuite>")
}

fn write_properties(xml: &mut impl Write, properties: &[(&str, String)]) -> io::Result<()> {
    if properties.is_empty() {
        return Ok(());
    }
    writeln!(xml, "    <properties>")?;
    for (name, value) in properties {
        let value = escaped(value);
        writeln!(xml, "      <property name=\"{name}\" value=\"{value}\"/>")?;
    }
    writeln!(xml, "    </properties>")
}

fn write_case(
    xml: &mut impl Write,
    (class, name): (&str, &str),
    case: &CaseResult,
) -> io::Result<()> {
    write!(
        xml,
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
        escaped(class),
        escaped(name),
        seconds(case.latency_ms)
    )?;
    if case.is_passed() {
        return writeln!(xml, "/>");
    }
    let first = case.reasons.first().map_or("", String::as_str);
    writeln!(xml, ">\n      <failure message=\"{}\">", escaped(first))?;
    for reason in &case.reasons {
        writeln!(xml, "{}", escaped(reason))?;
    }
    writeln!(xml, "      </failure>\n    </testcase>")
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

/// The text without secrets and without characters that XML does not have, and with those escaped that mean
/// something in it.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in escape_line(&masked(text)).chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::{Suite, junit};
    use crate::rules::case_result::CaseResult;
    use crate::rules::case_results::CaseResults;

    #[test]
    fn a_case_that_failed_has_its_reasons_and_no_text_ends_an_element() {
        let passed = CaseResult {
            calls: 1,
            passed: 1,
            latency_ms: 1250,
            reasons: Vec::new(),
        };
        let failed = CaseResult {
            passed: 0,
            reasons: vec![
                "says \"<b>\" & \u{1}".to_owned(),
                concat!("]]> AKIA", "IOSFODNN7EXAMPLQ").to_owned(),
            ],
            ..passed.clone()
        };
        let mut cases = CaseResults::new(1);
        cases.push(&passed);
        cases.push(&failed);
        let suite = Suite {
            name: "golden of a in b".to_owned(),
            class: "a".to_owned(),
            properties: vec![("model", "m \"2\"".to_owned())],
            cases: &cases,
            name_of: Box::new(|position| ["an order", "</testcase>"][position].to_owned()),
        };
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <testsuites>\n\
            \x20 <testsuite name=\"golden of a in b\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"2.500\">\n\
            \x20   <properties>\n\
            \x20     <property name=\"model\" value=\"m &quot;2&quot;\"/>\n\
            \x20   </properties>\n\
            \x20   <testcase classname=\"a\" name=\"an order\" time=\"1.250\"/>\n\
            \x20   <testcase classname=\"a\" name=\"&lt;/testcase&gt;\" time=\"1.250\">\n\
            \x20     <failure message=\"says &quot;&lt;b&gt;&quot; &amp; \\u{1}\">\n\
            says &quot;&lt;b&gt;&quot; &amp; \\u{1}\n\
            ]]&gt; AKIA****************\n\
            \x20     </failure>\n\
            \x20   </testcase>\n\
            \x20 </testsuite>\n\
            </testsuites>\n";
        let mut xml = Vec::new();
        junit(&mut xml, &[suite]).expect("a list takes all");
        assert_eq!(String::from_utf8_lossy(&xml), expected);
    }
}
