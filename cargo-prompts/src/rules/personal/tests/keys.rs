//! Keys say what the number beside them is.

use super::super::find_under;

/// Keys and values, and what is found in the value.
const UNDER: &[(&str, &str, &str)] = &[
    ("phone", "4155550132", "4155550132"),
    ("mobile", " 612 345 678 ", "612 345 678"),
    ("customerTel", "9018200", "9018200"),
    ("Phone-Number", "９０１８２００", "９０１８２００"),
    ("phone", "mara@nordlicht.de", "mara@nordlicht.de"),
    ("mob", "9018200", "9018200"),
    ("ph", "901\t8200", "901\t8200"),
    ("Rufnummer", "9018200", "9018200"),
    ("id", "4155550132", ""),
    ("telemetry", "4155550132", ""),
    ("cell", "2026-11-23", ""),
    ("cell", "1000000", ""),
    ("phone", "12", ""),
    ("phone", "model 4155550132", ""),
    ("phone", "<phone-1>", ""),
];

#[test]
fn keys_say_what_a_number_is() {
    for (key, value, expected) in UNDER {
        let found = find_under(Some(key), value)
            .into_iter()
            .map(|found| &value[found.range])
            .collect::<String>();
        assert_eq!(found, *expected, "{key}: {value}");
    }
}
