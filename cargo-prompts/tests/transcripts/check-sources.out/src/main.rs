use prompt_runtime::prompt;

mod replies;

fn main() {
    println!("{}", prompt!("visitor-greeting").text());
    println!("{}", prompt!("meeting-minutes").text());
    println!("{}", prompt!("visitor-greting").text());
    replies::print();
}
