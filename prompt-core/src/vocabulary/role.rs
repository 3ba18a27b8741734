use super::words;

words! {
    /// The author of a message.
    ///
    /// ```
    /// # use prompt_core::vocabulary as prompt_runtime;
    /// use prompt_runtime::Role;
    ///
    /// assert_eq!(Role::Model.as_str(), "model");
    /// assert_eq!(Role::parse("assistant"), Some(Role::Model));
    /// ```
    pub enum Role {
        /// Instructions for the model: `{{role "system"}}`.
        System = "system",
        /// The user. Text before the first `{{role}}` is a user's message, too.
        User = "user",
        /// The model: `{{role "model"}}` or `{{role "assistant"}}`.
        Model = "model",
        /// The result of a tool: `{{role "tool"}}`.
        Tool = "tool",
    }
}

impl Role {
    /// The names that a template may use, with the role that each stands for.
    #[doc(hidden)]
    pub const NAMES: [(&'static str, Self); 5] = [
        ("system", Self::System),
        ("user", Self::User),
        ("model", Self::Model),
        ("assistant", Self::Model),
        ("tool", Self::Tool),
    ];

    /// Returns the role with this name. `assistant` is another name for the model.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (_, role) = Self::NAMES.iter().find(|(known, _)| *known == name)?;
        Some(*role)
    }
}
