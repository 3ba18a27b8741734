//! The value of a call of a tool: a variant for the tool, with the arguments as its fields.

use alloc::borrow::ToOwned;
use core::cell::Cell;

use prompt_core::js::Json;
use prompt_core::tool_call::ToolCall;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer as _,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::answer_error::{AnswerError, AnswerErrorKind, excerpt};
use super::located::Located;
use super::mismatch::Mismatch;
use super::path::Path;

/// The subject of errors.
const ARGUMENTS: &str = "the arguments";

/// Reads a call into an enum that `tool_type!` declares.
///
/// # Errors
///
/// Fails if the call is cut off, if it is of a tool that the enum lacks, or if its arguments are not
/// those of the variant.
#[doc(hidden)]
pub fn parse_call<T: DeserializeOwned>(call: &ToolCall) -> Result<T, AnswerError> {
    if call.is_cut_off() {
        return Err(error(call, AnswerErrorKind::CutOff, "the call is cut off"));
    }
    let Some(arguments) = Json::parse(&call.arguments) else {
        let sentence = "the arguments are not JSON";
        return Err(error(call, AnswerErrorKind::Malformed, sentence));
    };
    let is_known = Cell::new(false);
    let called = Called {
        name: &call.name,
        arguments: &arguments,
        is_known: &is_known,
    };
    T::deserialize(called).map_err(|mismatch| {
        if !is_known.get() {
            let sentence = "the type has no variant for the tool";
            return AnswerError {
                found: Some(call.name.clone()),
                ..error(call, AnswerErrorKind::UnknownTool, sentence)
            };
        }
        AnswerError {
            path: mismatch.path(),
            found: mismatch.found,
            ..error(call, AnswerErrorKind::Mismatch, &mismatch.sentence)
        }
    })
}

fn error(call: &ToolCall, kind: AnswerErrorKind, sentence: &str) -> AnswerError {
    AnswerError {
        kind,
        subject: ARGUMENTS,
        sentence: sentence.to_owned(),
        path: Path::default(),
        found: None,
        excerpt: excerpt(&call.arguments, 0),
    }
}

/// Reads an enum by the name of the tool.
#[derive(Clone, Copy)]
struct Called<'a> {
    name: &'a str,
    arguments: &'a Json,
    /// Set when the enum has a variant for the tool.
    is_known: &'a Cell<bool>,
}

impl<'de> Deserializer<'de> for Called<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::custom("a call of a tool is read into an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'a, 'de> EnumAccess<'de> for Called<'a> {
    type Error = Mismatch;
    type Variant = Arguments<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Arguments<'a>), Mismatch> {
        let name: StrDeserializer<'_, Mismatch> = self.name.into_deserializer();
        let variant = seed.deserialize(name)?;
        self.is_known.set(true);
        Ok((variant, Arguments(self.arguments)))
    }
}

/// The arguments of a call.
struct Arguments<'a>(&'a Json);

impl<'de> VariantAccess<'de> for Arguments<'_> {
    type Error = Mismatch;

    /// Arguments that the type does not have are passed over, as in other variants.
    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(Located(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        Located(self.0).deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        Located(self.0).deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};

    use prompt_core::tool_call::ToolKind;

    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    enum Tool {
        #[serde(rename = "look-up-order")]
        LookUpOrder { order_id: String, lines: Option<u8> },
        #[serde(rename = "list-orders")]
        ListOrders,
        #[serde(rename = "search")]
        Search(Json3),
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Json3 {
        text: String,
    }

    fn call(name: &str, arguments: &str) -> ToolCall {
        ToolCall::new(
            ToolKind::Function,
            "c".to_owned(),
            name.to_owned(),
            arguments.to_owned(),
        )
    }

    fn parse(name: &str, arguments: &str) -> Result<Tool, AnswerError> {
        parse_call(&call(name, arguments))
    }

    #[test]
    fn a_call_is_read_into_its_variant() {
        let look = |lines| Tool::LookUpOrder {
            order_id: "4711".to_owned(),
            lines,
        };
        let rows = [
            (
                "look-up-order",
                r#"{"order_id":"4711","lines":2}"#,
                look(Some(2)),
            ),
            (
                "look-up-order",
                r#" {"order_id":"4711","lines":null,"x":1} "#,
                look(None),
            ),
            ("list-orders", "{}", Tool::ListOrders),
            ("list-orders", r#"{"page":1}"#, Tool::ListOrders),
            (
                "search",
                r#"{"text":"a"}"#,
                Tool::Search(Json3 {
                    text: "a".to_owned(),
                }),
            ),
        ];
        for (name, arguments, expected) in rows {
            assert_eq!(parse(name, arguments), Ok(expected), "{arguments}");
        }
    }

    #[test]
    fn a_call_that_is_none_of_the_type() {
        let rows = [
            (
                "look-up-order",
                "{\"order_id\":",
                AnswerErrorKind::Malformed,
                "the arguments are not JSON",
            ),
            (
                "look-up-order",
                "{}",
                AnswerErrorKind::Mismatch,
                "missing field `order_id`",
            ),
            (
                "look-up-order",
                "[\"4711\",2]",
                AnswerErrorKind::Mismatch,
                "expected struct variant Tool::LookUpOrder",
            ),
            (
                "look-up-order",
                r#"{"order_id":4711}"#,
                AnswerErrorKind::Mismatch,
                "`order_id` of the arguments: expected a string",
            ),
            (
                "look-up-order",
                r#"{"order_id":"","lines":256}"#,
                AnswerErrorKind::Mismatch,
                "`lines` of the arguments: expected u8",
            ),
            (
                "delete-order",
                "{}",
                AnswerErrorKind::UnknownTool,
                "the type has no variant for the tool",
            ),
        ];
        for (name, arguments, kind, message) in rows {
            let error = parse(name, arguments).unwrap_err();
            assert_eq!(
                (error.kind(), error.to_string()),
                (kind, message.to_owned())
            );
        }
        assert_eq!(
            parse("delete-order", "{}").unwrap_err().found(),
            Some("delete-order")
        );
        let mut cut = call("list-orders", "{}");
        cut.set_cut_off();
        assert_eq!(
            parse_call::<Tool>(&cut).unwrap_err().kind(),
            AnswerErrorKind::CutOff
        );
        let other = parse_call::<Json3>(&call("search", "{}")).unwrap_err();
        assert_eq!(other.kind(), AnswerErrorKind::UnknownTool);
    }
}
