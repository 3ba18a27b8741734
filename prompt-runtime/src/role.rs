use core::fmt;

/// Who speaks a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Instructions for the model: `{{role "system"}}`.
    System,
    /// The user, and whatever stands before the first role: `{{role "user"}}`.
    User,
    /// The model itself: `{{role "model"}}` and `{{role "assistant"}}`.
    Model,
    /// The result of a tool: `{{role "tool"}}`.
    Tool,
}

impl Role {
    /// The role as Dotprompt writes it.
    ///
    /// ```
    /// assert_eq!(prompt_runtime::Role::Model.as_str(), "model");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Model => "model",
            Self::Tool => "tool",
        }
    }

    /// The role of this name; `assistant` is the model.
    ///
    /// ```
    /// use prompt_runtime::Role;
    ///
    /// assert_eq!(Role::parse("assistant"), Some(Role::Model));
    /// assert_eq!(Role::parse("narrator"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "system" => Some(Self::System),
            "user" => Some(Self::User),
            "model" | "assistant" => Some(Self::Model),
            "tool" => Some(Self::Tool),
            _ => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
