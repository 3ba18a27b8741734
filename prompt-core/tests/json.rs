//! JSON is read and written as `serde_json` does, where numbers allow it.

use prompt_core::js::Json;
use proptest::prelude::*;

fn values() -> impl Strategy<Value = serde_json::Value> {
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    scalar.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..5)
                .prop_map(|entries| { serde_json::Value::Object(entries.into_iter().collect()) }),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_and_written_again(value in values()) {
        let compact = value.to_string();
        let json = Json::parse(&compact).unwrap();
        prop_assert_eq!(json.to_string(), compact);
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(&Json::parse(&pretty), &Some(json.clone()));
        let mut written = String::new();
        json.stringify(&mut written, 2);
        prop_assert_eq!(written, pretty);
    }

    #[test]
    fn a_text_is_json_where_serde_json_says_so(text in "[\\[\\]{}\",:0-9eE+.ntrufalsd\\\\ \\-]{0,12}") {
        let is_json = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        // `serde_json` refuses numbers beyond 64 bits of floating point.
        let is_large = serde_json::from_str::<serde_json::Value>(&text)
            .is_err_and(|error| error.to_string().contains("out of range"));
        prop_assert_eq!(Json::parse(&text).is_some(), is_json || is_large);
    }
}

#[test]
fn whole_numbers_keep_their_digits() {
    for text in [
        "340282366920938463463374607431768211455",
        "-170141183460469231731687303715884105728",
    ] {
        assert_eq!(Json::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Json::parse("1e21").unwrap().to_string(), "1e+21");
    assert_eq!(
        Json::parse("[1.0,-0.0,2.50]").unwrap().to_string(),
        "[1,0,2.5]"
    );
}

#[test]
fn text_that_is_not_json_is_refused() {
    for text in [
        "",
        "[1,]",
        "{\"a\" 1}",
        "\"\\ud800\"",
        "\"\\x\"",
        "\"a",
        "01",
        "+1",
        "nulls",
        "[1] 2",
    ] {
        assert_eq!(Json::parse(text), None, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(Json::parse(&deep), None);
}

#[test]
fn values_that_are_nothing() {
    let json = |text| Json::parse(text).unwrap();
    for text in ["null", "false", "0", "0.0", "\"\"", "[]"] {
        assert!(!json(text).is_true(), "{text}");
    }
    for text in ["true", "1", "\"0\"", "[0]", "{}"] {
        assert!(json(text).is_true() && json(text).is_given(), "{text}");
    }
    assert!(json("0").is_given());
}

/// Whole numbers are compared exactly. A float that is one has to be one before it is written, too.
#[test]
fn a_number_is_the_one_that_its_digits_are() {
    for value in [
        0.0,
        -2.5,
        5.0,
        9_007_199_254_740_992.0,
        1e20,
        1e21,
        0.1,
        f64::MIN_POSITIVE,
    ] {
        let number = Json::number(value);
        let read = Json::parse(&number.to_string());
        assert_eq!(format!("{read:?}"), format!("{:?}", Some(&number)));
    }
    assert_eq!(Json::number(f64::NAN), Json::Null);
}
