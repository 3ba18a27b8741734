use super::id_of;

#[test]
fn an_id_is_made_of_the_words_of_a_name() {
    for (name, id) in [
        ("greeting", "greeting"),
        ("GREETING_PROMPT", "greeting-prompt"),
        ("GreetingEmail", "greeting-email"),
        ("sales email (v2)", "sales-email-v2"),
        ("welcome.en", "welcome-en"),
        ("gpt4Prompt", "gpt4-prompt"),
        ("__a--b__", "a-b"),
        ("Übersicht", "übersicht"),
        ("", ""),
    ] {
        assert_eq!(id_of(name), id, "{name}");
    }
}
