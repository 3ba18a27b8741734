//! The codes of everything that is refused or warned of, by the build script, a call, or the
//! command.

use core::fmt;

/// Defines the codes with their stable names, in one table.
macro_rules! codes {
    ($($code:ident = $name:literal,)*) => {
        /// The kind of a finding. Its name is stable: scripts and suppressions may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "`cargo prompts explain` has a text for each code")]
        pub enum Code { $($code,)* }

        impl Code {
            /// All codes, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The name, in lower case with hyphens.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    // Files.
    MissingFile = "missing-file",
    UnreadableFile = "unreadable-file",
    FileTooLarge = "file-too-large",
    NotUtf8 = "not-utf-8",
    OutsideLibrary = "outside-library",
    InterruptedChange = "interrupted-change",
    UnwritableOutput = "unwritable-output",
    TooManyFindings = "too-many-findings",

    // YAML.
    InvalidYaml = "invalid-yaml",
    SeveralDocuments = "several-documents",
    UnexpectedType = "unexpected-type",
    DuplicateKey = "duplicate-key",
    UnknownKey = "unknown-key",
    MissingKey = "missing-key",

    // environments.yaml.
    NoEnvironments = "no-environments",
    InvalidEnvironmentName = "invalid-environment-name",
    TooManyEnvironments = "too-many-environments",
    AmbiguousEnvironmentName = "ambiguous-environment-name",
    UnknownEnvironment = "unknown-environment",
    UnknownSource = "unknown-source",
    UnknownLogging = "unknown-logging",
    UnknownApi = "unknown-api",
    InvalidModel = "invalid-model",
    InvalidTemperature = "invalid-temperature",
    InvalidParameter = "invalid-parameter",
    UnsupportedParameter = "unsupported-parameter",
    DoubtfulParameter = "doubtful-parameter",
    UnsetStore = "unset-store",
    InvalidRateLimit = "invalid-rate-limit",
    InvalidFlagName = "invalid-flag-name",
    MissingFlag = "missing-flag",
    InvalidRequirement = "invalid-requirement",
    InvalidSignOffPolicy = "invalid-sign-off-policy",
    InvalidFreeze = "invalid-freeze",
    InvalidPersonalPattern = "invalid-personal-pattern",
    InvalidLibrary = "invalid-library",
    InvalidId = "invalid-id",
    UnusedAllowance = "unused-allowance",
    InvalidPin = "invalid-pin",
    FloatingPin = "floating-pin",

    // The library.
    UnknownPrompt = "unknown-prompt",
    MissingLedger = "missing-ledger",
    InvalidVersion = "invalid-version",
    DuplicateVersion = "duplicate-version",
    AmbiguousVersion = "ambiguous-version",
    UnknownStatus = "unknown-status",
    ContradictoryStatus = "contradictory-status",
    InvalidSha256 = "invalid-sha256",
    InvalidSigner = "invalid-signer",
    InvalidAllowedSigners = "invalid-allowed-signers",
    InvalidTime = "invalid-time",
    InvalidEvidence = "invalid-evidence",
    UnknownFormat = "unknown-format",
    MisnamedRelease = "misnamed-release",
    TwoForms = "two-forms",
    MisplacedPrompt = "misplaced-prompt",
    MisnamedSharedFile = "misnamed-shared-file",
    UnlistedRelease = "unlisted-release",
    MissingRelease = "missing-release",
    AlteredRelease = "altered-release",
    UnclosedFrontMatter = "unclosed-front-matter",
    MisplacedFrontMatter = "misplaced-front-matter",
    EmptyPrompt = "empty-prompt",
    HiddenCharacters = "hidden-characters",
    SecretInPrompt = "secret-in-prompt",
    MergeConflict = "merge-conflict",

    // Front matter.
    InvalidSchema = "invalid-schema",
    InvalidName = "invalid-name",
    InvalidDefault = "invalid-default",
    UnusedInput = "unused-input",
    IgnoredKey = "ignored-key",
    InvalidOutput = "invalid-output",
    UnsupportedOutput = "unsupported-output",
    LooseOutput = "loose-output",
    InvalidTool = "invalid-tool",
    UnknownTool = "unknown-tool",
    UnsupportedTool = "unsupported-tool",
    LooseTool = "loose-tool",

    // Templates.
    UnclosedTag = "unclosed-tag",
    InvalidTag = "invalid-tag",
    UnsupportedTag = "unsupported-tag",
    StrayTag = "stray-tag",
    UnclosedBlock = "unclosed-block",
    NestedTooDeep = "nested-too-deep",
    TooManyTags = "too-many-tags",
    PromptTooLarge = "prompt-too-large",
    UnknownHelper = "unknown-helper",
    UnknownRole = "unknown-role",
    MessageInBlock = "message-in-block",
    UndeclaredVariable = "undeclared-variable",
    UnknownField = "unknown-field",
    NotPrintable = "not-printable",
    NotAList = "not-a-list",
    NeverEqual = "never-equal",
    IllTypedArgument = "ill-typed-argument",
    RecursiveSchema = "recursive-schema",
    SchemaNotInlined = "schema-not-inlined",
    PartialInRelease = "partial-in-release",
    MissingPartial = "missing-partial",
    RecursivePartial = "recursive-partial",
    PartialNotInlined = "partial-not-inlined",
    PartialWithFrontMatter = "partial-with-front-matter",
    ForeignSyntax = "foreign-syntax",
    UnsupportedMessage = "unsupported-message",
    CacheUnfriendly = "cache-unfriendly",
    VanishingMessage = "vanishing-message",
    TextAfterHistory = "text-after-history",
    ChangedType = "changed-type",

    // Pins against the library.
    UnknownVersion = "unknown-version",
    NoMatchingVersion = "no-matching-version",
    WithdrawnVersion = "withdrawn-version",
    DeprecatedVersion = "deprecated-version",
    DraftNotAllowed = "draft-not-allowed",
    MissingSignOff = "missing-sign-off",
    UnboundSignOff = "unbound-sign-off",
    MissingSignature = "missing-signature",
    InvalidSignature = "invalid-signature",
    UnconfirmedRollback = "unconfirmed-rollback",
    UnrecordedPin = "unrecorded-pin",
    MissingEvidence = "missing-evidence",
    OldEvidence = "old-evidence",

    // Choosing the environment.
    ConflictingEnvironments = "conflicting-environments",
    SeveralEnvironments = "several-environments",
    InvalidEnvironmentList = "invalid-environment-list",
    NoEnvironmentChosen = "no-environment-chosen",
    DefaultInRelease = "default-in-release",

    // Datasets.
    InvalidGolden = "invalid-golden",
    InvalidThreshold = "invalid-threshold",
    InvalidRepeat = "invalid-repeat",
    TooManyCalls = "too-many-calls",
    UnsupportedGolden = "unsupported-golden",
    InvalidJudge = "invalid-judge",
    InvalidInput = "invalid-input",
    InvalidReport = "invalid-report",
    InvalidReplay = "invalid-replay",
    InvalidAnswers = "invalid-answers",
    PersonalData = "personal-data",

    // Calls: errors of the macros, and findings of `cargo prompts check`, which reads the sources.
    NotPinned = "not-pinned",
    UnusedPin = "unused-pin",
    UncheckedInputs = "unchecked-inputs",
    UnreadableSource = "unreadable-source",
    MissingName = "missing-name",
    NotALiteral = "not-a-literal",
    LiteralSuffix = "literal-suffix",
    UnexpectedArgument = "unexpected-argument",
    UnknownFlag = "unknown-flag",
    UnknownInput = "unknown-input",
    DuplicateInput = "duplicate-input",
    MissingInput = "missing-input",
    UnknownChoice = "unknown-choice",
    IllTypedInput = "ill-typed-input",
    MissingFeature = "missing-feature",
    NoOutputSchema = "no-output-schema",
    UnknownAnswerField = "unknown-answer-field",
    OptionalAnswerField = "optional-answer-field",
    IllTypedAnswer = "ill-typed-answer",
    MissingVariant = "missing-variant",
    UnsupportedAnswerType = "unsupported-answer-type",

    // The build script of the calls, and what it wrote.
    NoBuildScript = "no-build-script",
    NoPromptData = "no-prompt-data",
    ForeignData = "foreign-data",
    StaleData = "stale-data",
    UnreadableData = "unreadable-data",
    VersionMismatch = "version-mismatch",

    // Hot reload.
    HotReloadOutsideLocal = "hot-reload-outside-local",
    HotReloadForSeveral = "hot-reload-for-several",
    NotReloadable = "not-reloadable",

    // Prompts that come from elsewhere.
    UnsupportedJinja = "unsupported-jinja",
    DifferentRendering = "different-rendering",

    // Commands that refuse.
    NotStaged = "not-staged",
    NotASigner = "not-a-signer",
    AlreadySigned = "already-signed",
    NothingToRollBack = "nothing-to-roll-back",
    StillPinned = "still-pinned",
    FrozenEnvironment = "frozen-environment",
    CannotRenumber = "cannot-renumber",
    AlreadyReleased = "already-released",
    NothingToPublish = "nothing-to-publish",
    WrongBump = "wrong-bump",

    // Binaries.
    NotABinary = "not-a-binary",
    DamagedBinary = "damaged-binary",
    PackedBinary = "packed-binary",
    NoMarkers = "no-markers",
    DamagedMarker = "damaged-marker",
    MixedEnvironments = "mixed-environments",
    EmbeddedForeign = "embedded-foreign",
    EmbeddedUnknown = "embedded-unknown",
    EmbeddedAltered = "embedded-altered",
    EmbeddedWithdrawn = "embedded-withdrawn",
    EmbeddedDeprecated = "embedded-deprecated",
    EmbeddedDraft = "embedded-draft",
    EmbeddedWorkingCopy = "embedded-working-copy",
    EmbeddedOutdated = "embedded-outdated",
    EmbeddedStale = "embedded-stale",
    OtherEnvironment = "other-environment",
}
