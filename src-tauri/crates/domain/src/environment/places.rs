//! Lines and columns of byte offsets.

use std::cell::Cell;

/// Answers offsets in ascending order in one pass over the text, others from the beginning of their
/// line: a file of a megabyte with a value every few bytes is still read at once.
pub struct Places<'a> {
    text: &'a str,
    /// Offsets at which lines begin.
    lines: Vec<usize>,
    /// The offset asked for last, with its line (from 0) and column.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Places<'a> {
    /// The places of a text.
    pub fn of(text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            lines: std::iter::once(0).chain(after_breaks).collect(),
            last: Cell::new((0, 0, 1)),
        }
    }

    /// Line and column of an offset, both from 1; a column is a character.
    pub fn at(&self, offset: usize) -> (u32, u32) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|start| *start <= offset) - 1;
        let (last, last_line, last_column) = self.last.get();
        let (from, before) = if line == last_line && last <= offset {
            (last, last_column)
        } else {
            (self.lines[line], 1)
        };
        let column = before + self.text[from..offset].chars().count();
        self.last.set((offset, line, column));
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (small(line + 1), small(column))
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn places_are_counted_in_characters_and_in_any_order() {
        let text = "äb = 1\r\n\nc = \"é\" # x\nd";
        let places = Places::of(text);
        let slow = |offset: usize| {
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            (line as u32, before[start..].chars().count() as u32 + 1)
        };
        let offsets: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        for offset in offsets.iter().chain(offsets.iter().rev()) {
            assert_eq!(places.at(*offset), slow(*offset), "at byte {offset}");
        }
        assert_eq!(places.at(1), (1, 1), "inside of a letter is at the letter");
        assert_eq!(
            places.at(999),
            slow(text.len()),
            "behind the end is the end"
        );
    }
}
