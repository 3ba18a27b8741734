//! Results as XML in the form of `JUnit`, which CI services show.

use std::fmt::{self, Write as _};

use prompt_core::hidden::escape_line;

use crate::rules::case_result::CaseResult;

/// The results of a run.
pub struct Suite<'a> {
    pub name: String,
    /// The name of the class that all cases are shown under.
    pub class: String,
    /// Facts about the run, by name.
    pub properties: Vec<(&'static str, String)>,
    /// The name and the result of each case.
    pub cases: Vec<(String, &'a CaseResult)>,
}

/// Writes the results of runs as one XML document.
pub fn junit(suites: &[Suite<'_>]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for suite in suites {
        // Writing to a string does not fail.
        let _ = write_suite(&mut xml, suite);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn write_suite(xml: &mut String, suite: &Suite<'_>) -> fmt::Result {
    let cases = &suite.cases;
    let failures = cases.iter().filter(|(_, case)| !case.is_passed()).count();
    let time = cases
        .iter()
        .fold(0, |sum: u64, (_, case)| sum.saturating_add(case.latency_ms));
    writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" time=\"{}\">",
        escaped(&suite.name),
        cases.len(),
        seconds(time)
    )?;
    write_properties(xml, &suite.properties)?;
    for (name, case) in cases {
        write_case(xml, (&suite.class, name), case)?;
    }
    writeln!(xml, "  </testsuite>")
}

fn write_properties(xml: &mut String, properties: &[(&str, String)]) -> fmt::Result {
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

fn write_case(xml: &mut String, (class, name): (&str, &str), case: &CaseResult) -> fmt::Result {
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

/// The text without characters that XML does not have, and with those escaped that mean something
/// in it.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in escape_line(text).chars() {
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

    #[test]
    fn a_case_that_failed_has_its_reasons_and_no_text_ends_an_element() {
        let passed = CaseResult {
            number: 1,
            calls: 1,
            passed: 1,
            latency_ms: 1250,
            reasons: Vec::new(),
        };
        let failed = CaseResult {
            passed: 0,
            reasons: vec!["says \"<b>\" & \u{1}".to_owned(), "]]>".to_owned()],
            ..passed.clone()
        };
        let suite = Suite {
            name: "golden of a in b".to_owned(),
            class: "a".to_owned(),
            properties: vec![("model", "m \"2\"".to_owned())],
            cases: vec![
                ("an order".to_owned(), &passed),
                ("</testcase>".to_owned(), &failed),
            ],
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
            ]]&gt;\n\
            \x20     </failure>\n\
            \x20   </testcase>\n\
            \x20 </testsuite>\n\
            </testsuites>\n";
        assert_eq!(junit(&[suite]), expected);
    }
}
