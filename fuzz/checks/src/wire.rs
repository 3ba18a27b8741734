//! Whatever stands in a file for the macros, it is read without a panic, and what is read is
//! written and read as the same.

use prompt_core::header::{self, Header, HeaderWriter};
use prompt_core::js::Json;
use prompt_core::parameters::ParameterLines;
use prompt_core::program::Program;
use prompt_core::wire;

/// Reads a text as a program, as a header and as JSON.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    check_program(text);
    check_header(text);
    check_json(text);
}

fn check_program(text: &str) {
    let Some(program) = wire::read(text) else {
        return;
    };
    let written = write(&program);
    let read = wire::read(&written).expect("what is written can be read");
    // As text, since NaN is not equal to itself.
    assert_eq!(format!("{read:?}"), format!("{program:?}"));
    assert_eq!(write(&read), written);
}

fn write(program: &Program) -> String {
    let mut file = String::new();
    wire::write(
        &program.inputs,
        &program.checks,
        &program.messages,
        &mut file,
    );
    file
}

fn check_header(text: &str) {
    let entries = |text| Header::new(text).lines().map(|line| (line.key, line.value));
    let mut writer = HeaderWriter::default();
    for (key, value) in entries(text) {
        writer.push(key, value);
        let first = Header::new(text).get(key);
        assert!(first.is_none() || first == Header::new(text).all(key).next());
    }
    let written = writer.finish();
    let is_same = entries(&written).eq(entries(text).chain([("", "")]));
    // A carriage return in a value becomes a blank.
    assert!(is_same || text.contains('\r'), "{written:?}");
    for line in text.lines() {
        let (_, environments) = header::read_index_entry(line);
        environments.for_each(|name| assert!(!name.is_empty()));
        _ = header::read_file_entry(line);
    }
    for (parameter, value) in ParameterLines::in_header(text).iter() {
        _ = parameter.parse(value);
    }
}

fn check_json(text: &str) {
    let ours = Json::parse(text);
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    // Numbers of more than 64 bits are read here alone.
    assert!(theirs.is_err() || ours.is_some(), "{theirs:?} is not read");
    let Some(json) = ours else {
        return;
    };
    // An infinite number is written as `null`.
    let written = json.to_string();
    let read = Json::parse(&written).expect("what is written can be read");
    assert_eq!(read.to_string(), written);
}
