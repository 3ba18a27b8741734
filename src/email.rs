//! `sales-desk email`

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use prompt_runtime::{Rendered, prompt};
use serde::Deserialize;

use crate::delivery::Delivery;
use crate::{draft, orders};

#[derive(Args)]
pub(crate) struct Email {
    #[command(flatten)]
    lead: Option<Lead>,
    /// A file with a lead a line, each a JSON object; asks for an email to each
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "Lead",
        required_unless_present = "Lead"
    )]
    leads: Option<PathBuf>,
    #[command(flatten)]
    delivery: Delivery,
}

#[derive(Args, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    /// The lead's first and last name
    #[arg(long)]
    customer: String,
    /// The lead's company
    #[arg(long)]
    company: String,
    /// A product to offer; repeat it, best match first
    #[arg(long = "product", value_name = "NAME=PRICE", required = true)]
    products: Vec<Product>,
    /// The tone of the email; by default the prompt's
    #[arg(long)]
    tone: Option<String>,
    /// The lead's question, in their own words
    #[arg(long)]
    question: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Product {
    name: String,
    price: String,
}

impl Email {
    pub(crate) fn run(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        let leads = match &self.leads {
            Some(file) => read(file)?.iter().map(Lead::render).collect(),
            None => self.lead.iter().map(Lead::render).collect(),
        };
        self.delivery
            .deliver::<Vec<_>>(leads, out, orders::run_tool, draft::email)
    }
}

impl Lead {
    /// Renders the prompt. The lead's name and question are kept out of the logs.
    fn render(&self) -> Rendered {
        let Self {
            customer,
            company,
            products,
            tone,
            question,
        } = self;
        prompt!("sales-email-007", secret customer, company, products, tone, secret question)
    }
}

fn read(file: &Path) -> Result<Vec<Lead>, String> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let leads = lines.map(|(number, line)| {
        serde_json::from_str(line)
            .map_err(|error| format!("{name}:{}:{}: {error}", number + 1, error.column()))
    });
    leads.collect()
}

impl FromStr for Product {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, price) = text
            .split_once('=')
            .ok_or("expected NAME=PRICE, as in \"Team plan=49 EUR a month\"")?;
        Ok(Self {
            name: name.to_owned(),
            price: price.to_owned(),
        })
    }
}
