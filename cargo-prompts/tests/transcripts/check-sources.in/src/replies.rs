use prompt_runtime::prompt as text_of;

pub fn print() {
    #[cfg(debug_assertions)]
    println!("Grüße 👋 {}", text_of!("refund-reply").text());
}
