//! `sales-desk email`

use std::str::FromStr;

use clap::Args;
use prompt_runtime::{Rendered, prompt};

#[derive(Args)]
pub(crate) struct Email {
    /// The lead's first and last name
    #[arg(long)]
    customer: String,
    /// Where the lead works
    #[arg(long)]
    company: String,
    /// What we may offer, best match first
    #[arg(long = "product", value_name = "NAME=PRICE", required = true)]
    products: Vec<Product>,
    /// How the email should sound, if not as the prompt has it
    #[arg(long)]
    tone: Option<String>,
    /// What the lead asked, in their own words
    #[arg(long)]
    question: Option<String>,
}

#[derive(Clone)]
struct Product {
    name: String,
    price: String,
}

impl Email {
    pub(crate) fn render(&self) -> Rendered {
        let Self { customer, company, products, tone, question } = self;
        prompt!("sales-email-007", customer, company, products, tone, question)
    }
}

impl FromStr for Product {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, price) = text.split_once('=').ok_or("expected NAME=PRICE, as in \"Team plan=49 EUR a month\"")?;
        Ok(Self { name: name.to_owned(), price: price.to_owned() })
    }
}
