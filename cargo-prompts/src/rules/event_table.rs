//! The history as a table, for auditors and programs.

use prompt_core::hidden::{escape_commands, escape_line};
use prompt_core::secret::masked;
use serde_json::{Map, Value, json};

use super::events::Event;

/// The columns. Their names and their order are stable.
pub const COLUMNS: [&str; 12] = [
    "at",
    "prompt",
    "version",
    "event",
    "environment",
    "application",
    "by",
    "name",
    "reason",
    "details",
    "doubt",
    "sha256",
];

/// The values of an event, in the order of the columns. What a record does not have is `None`.
fn values(event: &Event) -> [Option<&str>; 12] {
    [
        event.at.as_deref(),
        Some(&event.id),
        Some(&event.version),
        Some(event.kind.as_str()),
        event.environment.as_deref(),
        event.application.as_deref(),
        event.by.as_deref(),
        event.name.as_deref(),
        event.why.as_deref(),
        Some(&event.what),
        event.doubt.as_deref(),
        event.sha256.as_deref(),
    ]
}

/// The events as an object with a list of records.
pub fn json(events: &[Event]) -> Value {
    let record = |event: &Event| {
        let values = COLUMNS.into_iter().zip(values(event));
        let values = values.map(|(name, value)| (name.to_owned(), json!(value.map(masked))));
        values.collect::<Map<_, _>>()
    };
    json!({ "records": events.iter().map(record).collect::<Vec<_>>() })
}

/// The events as CSV, a row each, with the names of the columns in the first row.
pub fn csv(events: &[Event]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = events.iter().map(values);
    let rows = rows.map(|row| row.map(|value| cell(value.unwrap_or_default())));
    let names = COLUMNS.map(str::to_owned);
    for row in [names].into_iter().chain(rows) {
        // Memory takes all rows, and each has the same length.
        writer.write_record(row).expect("a row of the same length");
    }
    let written = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&written).into_owned()
}

/// A value as a cell on one line. A spreadsheet runs what begins like a formula: an apostrophe before it
/// makes it a text. Some spreadsheets begin a cell behind each semicolon, and take a quotation mark there,
/// which CSV doubles, for an empty quotation.
fn cell(value: &str) -> String {
    let masked = masked(value);
    let shown = escape_line(&masked);
    let shown = escape_commands(&shown, "\\u{23}");
    let parts = shown.split(';').map(|part| {
        let apostrophe = if is_formula(part) { "'" } else { "" };
        format!("{apostrophe}{part}")
    });
    parts.collect::<Vec<_>>().join(";")
}

fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    text.starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, cell, csv, json};
    use crate::rules::events::{Event, EventKind};

    fn event(why: &str) -> Event {
        Event {
            id: "sales-email".to_owned(),
            version: "1.0.0".to_owned(),
            sha256: None,
            kind: EventKind::Pinned,
            what: "pinned in production, for all".to_owned(),
            environment: Some("production".to_owned()),
            application: None,
            by: Some("sales-lead".to_owned()),
            name: None,
            at: Some("2026-10-05T14:00:00Z".to_owned()),
            why: Some(why.to_owned()),
            mark: None,
            doubt: None,
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let rows = [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =HYPERLINK(1)", "'  =HYPERLINK(1)"),
            ("\t=1", "\\t=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("a = b - c", "a = b - c"),
            ("see; =A1;+1;x", "see;' =A1;'+1;x"),
            ("a;\"=1+1;b", "a;'\"=1+1;b"),
            ("x;\" \"=cmd|'/c calc'!A1;y", "x;'\" \"=cmd|'/c calc'!A1;y"),
            ("\"+1", "'\"+1"),
            ("see \"=A1\"", "see \"=A1\""),
            ("two\nlines", "two\\nlines"),
            ("", ""),
        ];
        for (value, expected) in rows {
            assert_eq!(cell(value), expected, "{value:?}");
        }
    }

    /// A reader of CSV finds the values again, whatever they hold.
    #[test]
    fn a_row_has_a_record() {
        let reasons = ["a, \"b\" and 'c'", "plain", "ends with a quote \""];
        let written = csv(&reasons.map(event));
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let names = reader.headers().unwrap().iter().collect::<Vec<_>>();
        assert_eq!(names, COLUMNS);
        let rows = reader.records().map(Result::unwrap).collect::<Vec<_>>();
        assert_eq!(rows.len(), reasons.len());
        for (row, reason) in rows.iter().zip(reasons) {
            assert_eq!(&row[8], reason);
            assert_eq!(&row[9], "pinned in production, for all");
            assert_eq!(row.len(), COLUMNS.len());
        }
    }

    #[test]
    fn an_object_has_all_columns() {
        let value = json(&[event("key sk-ant-api03-R2D2c3poBB8abcdefgh1234")]);
        let record = value["records"][0].as_object().unwrap();
        assert_eq!(record.keys().collect::<Vec<_>>(), COLUMNS);
        assert!(record["name"].is_null());
        let reason = record["reason"].as_str().unwrap();
        assert!(!reason.contains("R2D2c3po"), "{reason}");
    }
}
