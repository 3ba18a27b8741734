//! The texts of both prompts, cut up for what is written by hand. They are macros, so that
//! `format!` takes them too.

/// The email, before its first input.
macro_rules! email_begin {
    () => {
        "Write the first email to "
    };
}

/// Between the second and the third.
macro_rules! email_product {
    () => {
        ", who asked for information about "
    };
}

/// After the third.
macro_rules! email_end {
    () => {
        " and has not spoken to us yet.\n\n\
         - At most 90 words. Write as one person to another, without headings or lists.\n\
         - If the lead asked a question, answer it in the first sentence, or say who will and by when.\n\
         - Say in one clause why it fits a company of their size, and offer nothing else.\n\
         - Quote prices exactly as given. Never promise a discount, a delivery date or a feature.\n\
         - Close with one question that can be answered in a sentence.\n\
         - Suggest after how many days we should follow up: sooner for a concrete question.\n\
         - Answer with the subject line first, then an empty line, then the email and nothing after it."
    };
}

/// The incident, before its first input.
macro_rules! incident_begin {
    () => {
        "You summarise the channel of an incident for the engineer who takes over the shift. The reader was asleep until ten minutes ago, has one screen and little time, and will act on what you write.\n\n\
         Incident: "
    };
}

/// After the fifth.
macro_rules! incident_rules {
    () => {
        ".\n\n\
         How to write it\n\n\
         Begin with one sentence that could stand alone on a status page: what customers notice, since when, and whether it still goes on. Do not name internal systems in that sentence, and do not apologise in it.\n\
         Then answer in four short sections with these headings: Impact, Timeline, Current state, Next actions.\n\
         Under Impact, say how many customers are affected and which of their requests fail. Where the channel has only an estimate, call it an estimate and say whose it is.\n\
         Under Timeline, give at most eight entries, each with its time in UTC, in the order in which things happened rather than the order in which they were reported.\n\
         Under Current state, say what has been changed since the incident began and has not been changed back: flags, limits, releases, scaled services, paused jobs.\n\
         Under Next actions, give every action an owner, or the words \"no owner yet\", and say what would make it unnecessary.\n\n\
         What to leave out\n\n\
         Use only what the messages say. Where two of them disagree, say so and give both versions with their times; do not decide between them.\n\
         Leave out greetings, thanks, jokes, and every speculation that was later ruled out. Keep a speculation that nobody has ruled out, and mark it as one.\n\
         Do not name people. Give their roles: on call, incident lead, support, database team.\n\
         Never repeat a token, a password, an address or a customer's name, even where a message has one; write \"removed\" in its place."
    };
}

/// The section, before its input.
macro_rules! workaround_begin {
    () => {
        "\n\n\
         Known workaround\n\n\
         Support is telling customers this, word for word: "
    };
}

/// After it.
macro_rules! workaround_end {
    () => {
        "\n\
         Say under Impact for whom it helps, and do not improve its wording."
    };
}

/// Before the loop.
macro_rules! messages_begin {
    () => {
        "\n\n\
         The channel's messages, oldest first"
    };
}

/// After the loop.
macro_rules! incident_end {
    () => {
        "\n\n\
         Write at most 250 words in all. If the messages do not say enough for one of the sections, write one line under its heading that says what is missing and whom to ask."
    };
}

pub(crate) use {
    email_begin, email_end, email_product, incident_begin, incident_end, incident_rules,
    messages_begin, workaround_begin, workaround_end,
};
