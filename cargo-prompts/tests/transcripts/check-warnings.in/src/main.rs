fn main() {
    println!("The plan of the next shift is on the board.");
}
