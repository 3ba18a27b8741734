use alloc::borrow::Cow;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::{Function, TABLE};
use crate::js::Json;

fn value(function: Function, arguments: &str) -> Json {
    let Some(Json::List(arguments)) = Json::parse(arguments) else {
        panic!("{arguments} is no list");
    };
    let arguments = arguments.into_iter().map(Cow::Owned).collect::<Vec<_>>();
    assert!(function.signature().takes(arguments.len()), "{function:?}");
    function.apply(&arguments)
}

#[test]
fn each_function_has_its_row() {
    for (at, row) in TABLE.iter().enumerate() {
        assert_eq!(row.function as usize, at);
        assert_eq!(row.function.signature().word, row.word);
        assert_eq!(Function::from_word(row.word), Some(row.function));
        assert!(Function::named(row.name).any(|function| function == row.function));
    }
    assert_eq!(Function::names().count(), 19);
    assert_eq!(Function::all().count(), TABLE.len());
    assert_eq!(Function::from_word("eval"), None);
}

/// Each row: a function, its arguments, and its value.
#[test]
fn values() {
    use Function as F;
    let rows = [
        (F::Eq, r#"["a", "a"]"#, "true"),
        (F::Eq, "[1, 1.0]", "true"),
        (F::Eq, "[null, null]", "true"),
        (F::Ne, r#"[1, "1"]"#, "true"),
        (F::Gt, "[2, 1.5]", "true"),
        (F::Gt, "[9007199254740993, 9007199254740992]", "true"),
        (F::Gte, "[2, 2.0]", "true"),
        (F::Lt, "[-1, 0]", "true"),
        (F::Lte, "[3, 2]", "false"),
        (F::Lte, "[null, 2]", "false"),
        (F::Gte, r#"["9", 2]"#, "false"),
        (F::And, r#"["a", 1, [0], {}]"#, "true"),
        (F::And, r#"["a", 0]"#, "false"),
        (F::Or, r#"["", 0, [], null, false]"#, "false"),
        (F::Or, r#"["", 3]"#, "true"),
        (F::Not, r#"[""]"#, "true"),
        (F::Len, r#"["größe😀"]"#, "6"),
        (F::Len, "[[1, 2]]", "2"),
        (F::Len, r#"[{"a": 1}]"#, "1"),
        (F::Len, "[null]", "0"),
        (F::Len, "[12]", "0"),
        (F::ContainsItem, "[[1, 2], 2.0]", "true"),
        (F::ContainsItem, r#"["ab", "b"]"#, "false"),
        (F::ContainsText, r#"["ab", "b"]"#, "true"),
        (F::ContainsText, r#"["ab", ""]"#, "true"),
        (F::ContainsText, r#"[12, "1"]"#, "false"),
        (F::ContainsText, "[null, null]", "false"),
        (F::Lookup, "[[1, 2], 1]", "2"),
        (F::Lookup, "[[1, 2], 1.0]", "2"),
        (F::Lookup, "[[1, 2], -1]", "null"),
        (F::Lookup, "[[1, 2], 0.5]", "null"),
        (F::Lookup, "[[1, 2], 2]", "null"),
        (F::Lookup, r#"[{"a": [3]}, "a"]"#, "[3]"),
        (F::Lookup, r#"[{"1": 3}, 1]"#, "null"),
        (F::Lookup, r#"[null, "a"]"#, "null"),
        (F::Default, r#"[null, "b"]"#, r#""b""#),
        (F::Default, r#"["", "b"]"#, r#""""#),
        (F::Default, "[false, true]", "false"),
        (F::Upper, r#"["straße"]"#, r#""STRASSE""#),
        (F::Upper, "[null]", r#""""#),
        (F::Lower, r#"["ΟΔΟΣ"]"#, r#""οδος""#),
        (F::Trim, r#"["\ufeff a b\n"]"#, r#""a b""#),
        (
            F::Join,
            r#"[["a", null, 1.0, true], ", "]"#,
            r#""a, , 1, true""#,
        ),
        (F::Join, r#"[null, ", "]"#, r#""""#),
        (F::Inc, "[0]", "1"),
        (F::Inc, "[-1]", "0"),
        (F::Inc, "[1.0]", "2"),
        (F::Inc, "[0.5]", "1.5"),
        (F::Inc, "[9007199254740993]", "9007199254740994"),
        (F::Inc, "[null]", "null"),
        (F::Inc, r#"["1"]"#, "null"),
        (F::Concat, r#"["a", 1, null, true, 0.5]"#, r#""a1true0.5""#),
    ];
    for (function, arguments, expected) in rows {
        let value = value(function, arguments).to_string();
        assert_eq!(value, expected, "{function:?} {arguments}");
    }
}
