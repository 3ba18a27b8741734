/// An input of a prompt, as its file declares it.
///
/// ```ignore
/// use prompt_runtime::prompt;
///
/// let inputs = prompt!("sales-email-007").inputs();
/// let required = inputs.filter(|input| input.is_required).map(|input| input.name).collect::<Vec<_>>();
/// assert_eq!(required, ["customer", "company", "products"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// The name of the argument that passes it.
    pub name: &'static str,
    /// `true` if every call must pass it.
    pub is_required: bool,
    /// The name of its type, as in Picoschema: `string`, `number`, `integer`, `boolean`, `enum`,
    /// `array`, `object`, `any` or `null`.
    pub kind: &'static str,
    /// The description in the prompt's file, or an empty text.
    pub description: &'static str,
}

impl Input {
    /// Parses a header line: name, `required` or `optional`, type, description.
    pub(crate) fn read(line: &'static str) -> Option<Self> {
        let mut words = line.splitn(4, ' ');
        let (name, need, kind) = (words.next()?, words.next()?, words.next()?);
        Some(Self {
            name,
            is_required: need == "required",
            kind,
            description: words.next().unwrap_or_default(),
        })
    }
}
