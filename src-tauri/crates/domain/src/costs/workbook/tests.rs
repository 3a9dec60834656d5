//! Workbooks read back by another program's eyes.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::super::document::tests::document;
use super::super::{CostDocument, DocumentFormat};

fn read(document: &CostDocument) -> (Vec<u8>, Xlsx<Cursor<Vec<u8>>>) {
    let bytes = document.bytes(DocumentFormat::Xlsx).unwrap();
    let book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    (bytes, book)
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn day(cell: &Data) -> String {
    let Data::DateTime(time) = cell else {
        panic!("{cell:?} is no date");
    };
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year}-{month:02}-{day:02}")
}

#[test]
fn a_sheet_for_each_table_has_numbers_and_dates() {
    let (_, mut book) = read(&document(0));
    assert_eq!(
        book.sheet_names(),
        [
            "About",
            "Months",
            "Drivers",
            "Waterfall",
            "Days",
            "Budgets",
            "Probably wasted",
            "By environment",
            "By account"
        ]
    );
    let months = rows(&mut book, "Months");
    let words = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<String>>();
    assert_eq!(
        words(&months[0]),
        [
            "Month",
            "Service",
            "Currency",
            "Billed",
            "Effective",
            "List",
            "Contracted",
            "Line items"
        ]
    );
    assert_eq!(day(&months[1][0]), "2026-08-01");
    assert_eq!(months[1][1], Data::String("AmazonEKS".to_owned()));
    assert_eq!(months[1][4], Data::Float(72.0));
    assert_eq!(months[1][7], Data::Float(1.0));
    let total = months.last().unwrap();
    assert_eq!(total[0], Data::String("Total".to_owned()));
    assert_eq!(total[4], Data::Float(147.9));
    let days = rows(&mut book, "Days");
    assert_eq!(day(&days[1][0]), "2026-08-01");
    assert_eq!(days[1][2], Data::Float(73.5));
    let steps = rows(&mut book, "Waterfall");
    assert_eq!(steps[1][1], Data::String("August 2026".to_owned()));
    assert_eq!(steps[1][2], Data::Float(73.5));
    let budgets = rows(&mut book, "Budgets");
    assert_eq!(budgets[1][0], Data::String("<staging>".to_owned()));
    assert_eq!(day(&budgets[1][1]), "2026-09-01");
    assert_eq!(budgets[1][6], Data::Float(-4.4), "what is left");
    let waste = rows(&mut book, "Probably wasted");
    assert_eq!(waste[1][2], Data::Float(32.85));
    let about = rows(&mut book, "About");
    let fact = |word: &str| {
        let row = about
            .iter()
            .find(|row| row[0] == Data::String(word.to_owned()));
        row.unwrap()[1].clone()
    };
    assert_eq!(day(&fact("Made")), "1970-01-01");
    assert!(fact("Filters").to_string().starts_with("None"));
    assert_eq!(fact("Effective cost, all"), Data::Float(147.9));
    let source = about.last().unwrap();
    assert_eq!(day(&source[0]), "2026-09-01");
    assert_eq!(
        source[1],
        Data::String("111122223333".to_owned()),
        "no number"
    );
}

#[test]
fn amounts_are_shown_in_their_currency() {
    assert_eq!(
        super::pattern("USD"),
        "[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00"
    );
    assert_eq!(
        super::pattern("SEK"),
        "#,##0.00 \"SEK\";[Red]-#,##0.00 \"SEK\""
    );
    assert_eq!(
        super::pattern("\"a"),
        "#,##0.00;[Red]-#,##0.00",
        "nothing is taken over"
    );
}

#[test]
fn the_same_ledger_gives_the_same_bytes_but_for_the_stamp() {
    let (one, mut book) = read(&document(0));
    assert_eq!(one, read(&document(0)).0);
    let (_, mut later) = read(&document(86_400_000));
    for sheet in book.sheet_names() {
        let (before, after) = (rows(&mut book, &sheet), rows(&mut later, &sheet));
        let cells = before.concat().into_iter().zip(after.concat());
        let differing = cells.filter(|(before, after)| before != after).count();
        assert_eq!(differing, usize::from(sheet == "About"), "{sheet}");
    }
}

#[test]
fn account_numbers_are_shortened_on_request() {
    let said = |document: &CostDocument| {
        let mut book = read(document).1;
        let sheets = book.sheet_names();
        let cells = sheets
            .iter()
            .flat_map(|sheet| rows(&mut book, sheet).concat());
        cells.map(|cell| format!("{cell}\n")).collect::<String>()
    };
    let open = said(&document(0));
    assert!(open.contains("210000000001") && open.contains("111122223333"));
    let masked = said(&document(0).masked());
    assert!(!masked.contains("210000000001") && !masked.contains("111122223333"));
    assert!(masked.contains("…0001") && masked.contains("…3333"));
}
