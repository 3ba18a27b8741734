/// A table in Markdown.
pub(crate) struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(title: &str, columns: &[&str]) -> Self {
        Self {
            title: title.to_owned(),
            rows: vec![columns.iter().map(|column| (*column).to_owned()).collect()],
        }
    }

    pub(crate) fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    pub(crate) fn print(&self) {
        println!("\n{}\n", self.title);
        let width = |column: usize| {
            self.rows
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or_default()
        };
        for (position, row) in self.rows.iter().enumerate() {
            let cells = row
                .iter()
                .enumerate()
                .map(|(column, cell)| format!(" {cell:>0$} |", width(column)));
            println!("|{}", cells.collect::<String>());
            if position == 0 {
                let rules =
                    (0..row.len()).map(|column| format!("{:->1$}:|", "", width(column) + 1));
                println!("|{}", rules.collect::<String>());
            }
        }
    }
}
